import { ManualClock } from '@eservices-lb/sdk/testing';
import { Prober } from '../../packages/sdk/src/source/prober.js';
import { pass, settle } from './scripted-events.js';

const endpoint = { host: '127.0.0.1', port: 1, secure: false, url: 'http://127.0.0.1:1' };

interface Probing extends Disposable {
  readonly clock: ManualClock;
  readonly prober: Prober;
  /** When each probe began, monotonic ms. */
  readonly probes: number[];
  readonly verdicts: string[];
  answer: () => Promise<boolean>;
}

function aProber(random = (): number => 0.5): Probing {
  const clock = new ManualClock();
  const ending = new AbortController();
  const probes: number[] = [];
  const verdicts: string[] = [];
  const probing: Probing = {
    ...{ clock, probes, verdicts },
    answer: () => Promise.resolve(true),
    prober: new Prober({
      ...{ clock, random, signal: ending.signal, intervalMs: 1_000, timeoutMs: 100, rise: 2, fall: 3 },
      probe: () => {
        probes.push(clock.now());
        return probing.answer();
      },
      onVerdict: (application, isUp) => verdicts.push(`${application} ${isUp ? 'up' : 'down'}`),
    }),
    [Symbol.dispose]: () => {
      ending.abort();
    },
  };
  return probing;
}

describe('the prober', () => {
  it('decides by the first probe, then by three failures or two successes in a row', async () => {
    using probing = aProber();
    void probing.prober.watch(new Map([['A', endpoint]]));
    await pass(probing.clock, 100);
    expect(probing.verdicts).toEqual(['A up']);

    probing.answer = () => Promise.reject(new Error('refused'));
    await pass(probing.clock, 2_000, 1_000);
    expect(probing.verdicts).toEqual(['A up']);
    await pass(probing.clock, 1_000);
    expect(probing.verdicts).toEqual(['A up', 'A down']);

    probing.answer = () => Promise.resolve(true);
    await pass(probing.clock, 2_000, 1_000);
    expect(probing.verdicts).toEqual(['A up', 'A down', 'A up']);
  });

  it('is not held up by a probe that never answers, and never lets two of them overlap (R26)', async () => {
    using probing = aProber();
    probing.answer = () => new Promise(() => undefined);
    void probing.prober.watch(new Map([['A', endpoint]]));

    await pass(probing.clock, 5_000, 10);

    const gaps = probing.probes.slice(1).map((at, index) => at - probing.probes[index]!);
    expect(probing.probes.length).toBeGreaterThan(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(probing.verdicts).toEqual(['A down']);
  });

  it('does not ask everybody in the same instant', async () => {
    let next = 0;
    using probing = aProber(() => (next = (next + 0.37) % 1));
    const names = Array.from({ length: 20 }, (_, index) => `A${index}`);
    void probing.prober.watch(new Map(names.map((name) => [name, endpoint])));

    await pass(probing.clock, 5_000, 1);

    const together = new Map<number, number>();
    for (const at of probing.probes) together.set(at, (together.get(at) ?? 0) + 1);
    expect(Math.max(...together.values())).toBeLessThan(5);
  });

  it('forgets whom it is no longer to watch, and asks anew where an address changed', async () => {
    using probing = aProber();
    void probing.prober.watch(
      new Map([
        ['A', endpoint],
        ['B', endpoint],
      ]),
    );
    await pass(probing.clock, 100);

    void probing.prober.watch(new Map([['A', { ...endpoint, port: 2, url: 'http://127.0.0.1:2' }]]));
    await settle();
    probing.answer = () => Promise.resolve(false);
    await pass(probing.clock, 5_000, 100);

    expect(probing.verdicts).toEqual(['A up', 'B up', 'A down']);
  });
});
