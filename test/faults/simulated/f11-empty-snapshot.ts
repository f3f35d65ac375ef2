import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const guardMs = 10_000;

const count = ({ webNode }: SimulatedEstate): number => webNode.loadBalancer.configuration.applications().length;

export const emptySnapshot = estateFault({
  row: 'F11',
  fault: 'a control server that is connected again knows nothing yet: its snapshot is empty',
  condition:
    'the view and its aliases stay for the guard time, or until the control server says so again; it is counted',
  async script(estate) {
    const all = count(estate);
    const known = estate.webNode.pick({ tenant: 'Beta', type: 'ChatServer' });
    hold(known !== undefined && all > 0, 'there was nothing to be lost');
    const kind = estate.oneOf(['mended', 'confirmed', 'over'] as const);
    const { faults } = estate.scs;
    faults.begin('empty', { durationMs: kind === 'mended' ? Math.floor(estate.between(6_300, 9_500)) : 60_000 }, kind);
    faults.begin('cut-streams', { durationMs: 1 }, kind);
    const heldFrom = await untilHeld(estate);
    hold(count(estate) === all, 'what the empty snapshot did not mention was dropped');

    if (kind === 'confirmed') {
      await estate.pass(estate.between(100, 1_000));
      hold(count(estate) === all, 'what the empty snapshot did not mention was dropped before it was confirmed');
      faults.begin('cut-streams', { durationMs: 1 }, kind);
      await estate.pass(guardMs - 2_000);
      hold(count(estate) === 0, 'the confirmed snapshot was not obeyed');
    } else {
      const rest = heldFrom + guardMs - estate.clock.now();
      for (let look = 0; look < 10; look += 1) {
        await estate.pass(rest / 10 - 1);
        hold(count(estate) === all, 'what the empty snapshot did not mention was dropped within the guard time');
        hold(
          estate.webNode.resolve(known.alias, 'Beta') !== undefined,
          'an alias did not resolve within the guard time',
        );
      }
      await estate.pass(1_000);
      hold((count(estate) === 0) === (kind === 'over'), `after the guard time there are ${count(estate)} applications`);
    }
    const { snapshotsHeld } = estate.webNode.loadBalancer.health().counts;
    hold(snapshotsHeld >= 1, 'it was not counted');
    return { held: snapshotsHeld };
  },
});

/** Returns from when on it is held. */
async function untilHeld(estate: SimulatedEstate): Promise<number> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    await estate.pass(50);
    const held = estate.history
      .all('heard')
      .find(({ node, event }) => node === 'web-1' && event.type === 'warning' && event.about === 'held-snapshot');
    if (held !== undefined) return held.at;
  }
  throw new Error('the empty snapshot was not held');
}
