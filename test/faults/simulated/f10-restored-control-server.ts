import { everyday } from '../../simulation/estate/everyday.js';
import type { Frame } from '../../../packages/mock-scs/src/api/event-frames.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

/** By chance the control server is killed and begins again from its disk, or begins a new history in one go. Then events of the old one still come. */
export const restoredControlServer = estateFault({
  row: 'F10',
  fault: 'the control server begins a new epoch, with lower revisions, and events of the old one still come',
  condition: 'the new epoch is taken by its snapshot, and nothing of the old one counts afterwards',
  async script(estate) {
    const old: Frame[] = [];
    estate.distorted = (frame) => {
      if (frame.kind === 'event') old.push(frame);
      return [frame];
    };
    await everyday(estate, 4_000);
    const { epoch } = estate.scs.world.version;
    const isKilled = estate.random() < 0.5;
    if (isKilled) {
      estate.killControlServer(0);
      await estate.pass(estate.between(0, 5_000));
      await estate.startControlServer(0);
    } else {
      estate.scs.faults.begin('forget-history', { durationMs: 1 }, 'simulation');
    }
    let replayed = 0;
    const before = estate.clock.now();
    estate.distorted = (frame) => {
      const again = old.filter(() => estate.random() < 0.2);
      replayed += again.length;
      return frame.kind === 'snapshot' ? [frame] : [...again, frame];
    };
    await estate.pass(14_000);
    await everyday(estate, 4_000);

    const changes = estate.history.all('applied').filter(({ at }) => at > before);
    for (const { name, loadBalancer } of estate.webNodes) {
      const epochs = changes.filter(({ node }) => node === name).map(({ snapshot }) => snapshot.epoch);
      const first = epochs.findIndex((each) => each > epoch);
      hold(loadBalancer.health().epoch > epoch, `${name} still has the old epoch`);
      hold(first < 0 || epochs.slice(first).every((each) => each > epoch), `${name} went back to the old epoch`);
    }
    return { 'old events said again': replayed, 'killed, of 1': Number(isKilled) };
  },
});
