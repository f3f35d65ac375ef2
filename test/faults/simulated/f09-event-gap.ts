import type { EntryOf } from '../../simulation/estate/history.js';
import { change } from '../../simulation/estate/everyday.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const disturbed = 'web-1';

export const eventGap = estateFault({
  row: 'F9',
  fault: 'one event, or several in a row, never arrive',
  condition: 'everything is asked for anew exactly once, and until it has come nothing is guessed',
  async script(estate) {
    const { history } = estate;
    const missing = 1 + Math.floor(estate.random() * 3);
    let dropped = 0;
    estate.distorted = (frame, client) => {
      const isDropped = client === disturbed && frame.kind === 'event' && dropped < missing;
      if (isDropped) dropped += 1;
      return isDropped ? [] : [frame];
    };
    const before = estate.webNode.loadBalancer.health().revision;
    const begun = history.entries.length;
    while (dropped < missing) {
      change(estate);
      await estate.pass(10);
    }
    for (let more = Math.floor(estate.random() * 3); more > 0; more -= 1) {
      await estate.pass(estate.between(0, 500));
      change(estate);
    }
    await estate.pass(12_000);

    const later = history.entries.slice(begun);
    const answered = later.filter(
      (entry): entry is EntryOf<'answered'> => entry.type === 'answered' && entry.node === disturbed,
    );
    const losses = later.filter(
      (entry) => entry.type === 'heard' && entry.node === disturbed && entry.event.type === 'lost',
    );
    hold(losses.length === 1, `the gap was noticed ${losses.length} times`);
    hold(answered.length === 1 && answered[0]?.resumes === false, 'everything was not asked for exactly once');
    const [{ at } = { at: 0 }] = answered;
    const guesses = later.filter(
      (entry) =>
        entry.type === 'applied' && entry.node === disturbed && entry.at < at && entry.snapshot.revision > before,
    );
    hold(guesses.length === 0, 'events after the gap were applied before the snapshot');
    return { 'events missing': missing, 'ms until all is known': Math.round(at - (losses[0]?.at ?? 0)) };
  },
});
