import fc from 'fast-check';
import { RetryBudget } from '../../packages/sdk/src/core/retry-budget.js';

const begin = (budget: RetryBudget, times: number): void => {
  for (let count = 0; count < times; count += 1) budget.begin();
};

const takeAll = (budget: RetryBudget): number => {
  let taken = 0;
  while (budget.take()) taken += 1;
  return taken;
};

describe('retry budget (R32, F47)', () => {
  it('gives three repetitions to the first request', () => {
    const budget = new RetryBudget(() => 1);
    begin(budget, 1);

    expect(takeAll(budget)).toBe(3);
  });

  it('gives 20 % of the requests, and 3', () => {
    const budget = new RetryBudget(() => 1);
    begin(budget, 100);

    expect(takeAll(budget)).toBe(23);
  });

  it('forgets requests of more than 10 s ago, so that a long calm does not pay for a storm', () => {
    let now = 1;
    const budget = new RetryBudget(() => now);
    begin(budget, 1_000);
    now += 10_000;
    begin(budget, 10);

    expect(takeAll(budget)).toBe(5);
  });

  it.each([0, 1, 2_500, 5_000, 7_499])(
    'remembers requests of the last 5 s, also those of %i ms after its first',
    (at) => {
      let now = 1;
      const budget = new RetryBudget(() => now);
      begin(budget, 1);
      now += at;
      begin(budget, 99);
      now += 5_000;

      expect(takeAll(budget)).toBeGreaterThanOrEqual(22);
    },
  );

  it('remembers the repetitions of the last 5 s, however many requests there were before', () => {
    let now = 1;
    const budget = new RetryBudget(() => now);
    begin(budget, 1_000);
    now += 10_000;
    begin(budget, 100);
    takeAll(budget);
    now += 5_000;

    expect(takeAll(budget)).toBe(0);
  });

  it('never gives more than 20 % of all requests, and 3, however long an outage lasts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20_000), fc.nat(5), fc.nat(5)), { maxLength: 200 }), (steps) => {
        let now = 1;
        let requests = 0;
        let repetitions = 0;
        const budget = new RetryBudget(() => now);
        for (const [passing, begun, wanted] of steps) {
          now += passing;
          begin(budget, begun);
          requests += begun;
          for (let count = 0; count < wanted; count += 1) if (budget.take()) repetitions += 1;
          expect(repetitions).toBeLessThanOrEqual(requests * 0.2 + 3);
        }
      }),
    );
  });
});
