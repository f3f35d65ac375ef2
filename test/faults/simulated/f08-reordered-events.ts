import { everyday } from '../../simulation/estate/everyday.js';
import type { Frame } from '../../../packages/mock-scs/src/api/event-frames.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

/** Events overtake each other on the way to the first web node; to the second one old events come again, long after newer ones. */
export const reorderedEvents = estateFault({
  row: 'F8',
  fault: 'events overtake each other, and old ones come again after newer ones',
  condition: 'an older version changes nothing, and the view ends as if all had come in order',
  async script(estate) {
    const said: Frame[] = [];
    let waiting: Frame | undefined;
    const counts = { overtaken: 0, repeated: 0 };
    const overtaking = (frame: Frame): readonly Frame[] => {
      if (frame.kind === 'event' && waiting === undefined && estate.random() < 0.3) {
        waiting = frame;
        return [];
      }
      const late = waiting;
      waiting = undefined;
      if (late !== undefined) counts.overtaken += 1;
      return late === undefined ? [frame] : [frame, late];
    };
    const repeating = (frame: Frame): readonly Frame[] => {
      const old = estate.random() < 0.3 ? said[Math.floor(estate.random() * said.length)] : undefined;
      if (frame.kind === 'event') said.push(frame);
      if (old !== undefined) counts.repeated += 1;
      return old === undefined ? [frame] : [frame, old];
    };
    estate.distorted = (frame, client) => (client === 'web-1' ? overtaking(frame) : repeating(frame));
    await everyday(estate, 10_000);
    const lost = estate.history.all('heard').filter(({ event, node }) => event.type === 'lost' && node === 'web-2');
    hold(lost.length === 0, 'old events were taken for a gap');
    return counts;
  },
});
