import { inflictFaults } from '../../bench/src/soak/faults/inflict-faults.js';
import type { SoakFault } from '../../bench/src/soak/faults/soak-fault.js';
import type { SoakEstate } from '../../bench/src/soak/soak-estate.js';
import { SimulatedClock } from '../simulation/estate/simulated-clock.js';

const everyMs = 10_000;
const runMs = 1_000_000;

describe('the faults of a soak', () => {
  const fault = (kind: string, share = 1): SoakFault => ({ kind, share, strike: () => Promise.resolve('done') });
  const kinds = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

  let virtualTime: SimulatedClock;
  beforeEach(() => {
    virtualTime = new SimulatedClock();
  });

  async function inflict(faults: readonly SoakFault[], seed = 1, allBack = (): Promise<void> => Promise.resolve()) {
    const clock = virtualTime.part();
    const from = clock.now();
    const estate = { allBack } as unknown as SoakEstate;
    const times = { clock, from, until: from + runMs, everyMs };
    const log = inflictFaults({ ...times, estate, seed, faults, interruptions: () => 0, onFault: () => undefined });
    await virtualTime.pass(runMs + 10 * everyMs); // The last one ends after the run.
    return log;
  }
  const kindsOf = (log: readonly { readonly kind: string }[]): readonly string[] => log.map(({ kind }) => kind);

  it('are the same for the same seed, each once before any comes again', async () => {
    const faults = kinds.map((kind) => fault(kind));

    const [one, same, other] = [await inflict(faults, 1), await inflict(faults, 1), await inflict(faults, 2)];

    const first = kindsOf(one).slice(0, kinds.length);
    expect([...first].sort()).toEqual(kinds);
    expect(kindsOf(same).slice(0, kinds.length)).toEqual(first);
    expect(kindsOf(other).slice(0, kinds.length)).not.toEqual(first);
  });

  it('wait for each other', async () => {
    let underWay = 0;
    let most = 0;
    const slow: SoakFault = {
      kind: 'slow',
      async strike() {
        most = Math.max(most, (underWay += 1));
        await new Promise<void>((resolve) => virtualTime.part().after(2.5 * everyMs, resolve));
        underWay -= 1;
        return '';
      },
    };

    expect((await inflict([slow])).length).toBeGreaterThan(30);
    expect(most).toBe(1);
  });

  it('that end what is to be measured come in their share of the run only', async () => {
    const log = await inflict([fault('early', 0.5), fault('always')]);

    const early = log.filter(({ kind }) => kind === 'early').map(({ at }) => at);
    expect(early.length).toBeGreaterThan(4);
    expect(Math.max(...early)).toBeLessThan((0.5 * runMs) / 1_000);
    expect(kindsOf(log).slice(-2)).toEqual(['always', 'always']);
  });

  it('are noted with the reason where somebody is not back, or they cannot be done', async () => {
    const failing: SoakFault = { kind: 'x', strike: () => Promise.reject(new Error('it is not there')) };

    expect((await inflict([failing]))[0]).toMatchObject({ isBack: false, effect: 'it is not there' });
    const log = await inflict([fault('y')], 1, () => Promise.reject(new Error('FrontDoor is stopped')));
    expect(log[0]).toMatchObject({ isBack: false, effect: 'FrontDoor is stopped' });
  });
});
