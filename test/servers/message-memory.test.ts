import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setImmediate } from 'node:timers/promises';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { MessageWatch } from '../../packages/servers/src/instant-messaging-server/message-watch.js';
import { MessageParts } from '../../packages/servers/src/sms-server/message-parts.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const times = 5_000;
const mostBytes = 60;

/** Bytes that are still there, for each time it was done. */
async function keptOf(act: (n: number) => Promise<unknown>): Promise<number> {
  const run = async (from: number): Promise<number> => {
    for (let n = from; n < from + times; n += 1) await act(n);
    await setImmediate();
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  await run(0);
  const before = await run(times);
  return ((await run(2 * times)) - before) / times;
}

describe('what is kept in memory', () => {
  it('of long messages is nothing, whether they were submitted or not, also where they are looked after', async () => {
    const clock = new ManualClock();
    const overdue: { reference: number }[] = [];
    const problems: unknown[] = [];
    const key = { source: '+1', destination: '+2', total: 1, tenant: 'Environment', parts: [] };
    const parts = new MessageParts({
      store: {
        outline: () => Promise.resolve({ parts: [{ number: 1, messageId: 'm' }], isSubmitted: false }),
        group: ({ reference }: { readonly reference: number }) => Promise.resolve({ ...key, reference }),
        overdue: () => Promise.resolve(overdue.splice(0).map((each) => ({ ...key, ...each }))),
        ...{ add: () => Promise.resolve(), markSubmitted: () => Promise.resolve(), remove: () => Promise.resolve() },
        forgetOld: () => Promise.resolve(),
      } as never,
      ...{ clock, timeoutSeconds: () => 1, isActive: () => true },
      submit: ({ reference }) => (reference % 2 === 0 ? Promise.resolve() : Promise.reject(new Error('not now'))),
      onProblem: (problem) => (problems.length < 10 ? problems.push(problem) : undefined),
    });

    const kept = await keptOf(async (reference) => {
      await parts.add({ ...key, reference, number: 1, messageId: 'm', text: 'x' }).catch(() => undefined);
      overdue.push({ reference });
      clock.advance(5_000);
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    });

    expect(kept).toBeLessThan(mostBytes);
    expect(problems.length).toBeGreaterThan(0);
    expect(clock.pending).toBeLessThanOrEqual(1);
    await parts.close();
  });

  it('of those who have waited for instant messages is nothing, however their waiting ended', async () => {
    const clock = new ManualClock();
    let isThere = false;
    const watch = new MessageWatch({
      store: { after: () => Promise.resolve(isThere ? [{} as never] : []) },
      clock,
    });

    const kept = await keptOf(async (n) => {
      const end = new AbortController();
      isThere = false;
      const waiting = watch.messages({ tenant: 'Environment', addressee: 'Ada' }, 0, end.signal);
      await Promise.resolve();
      await Promise.resolve();
      isThere = n % 3 !== 0;
      if (n % 3 === 0) end.abort();
      if (n % 3 === 1) watch.came();
      if (n % 3 === 2) clock.advance(500);
      await waiting;
    });

    expect(kept).toBeLessThan(mostBytes);
    expect(clock.pending).toBe(0);
  });
});
