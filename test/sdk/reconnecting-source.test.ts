import type { Clock, DirectoryEvent } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { ConnectionAgeError } from '../../packages/sdk/src/source/connection-age.js';
import { ConnectionFailedError } from '../../packages/sdk/src/source/connection-failed-error.js';
import { EventGapError } from '../../packages/sdk/src/source/in-sequence.js';
import { reconnecting } from '../../packages/sdk/src/source/reconnecting.js';
import { failingOnSilence, SilenceError } from '../../packages/sdk/src/source/silence.js';
import { delay } from '../../packages/sdk/src/time/delay.js';
import { aRandom } from './a-random.js';
import { aSnapshot } from './an-estate.js';
import { pass, settle } from './scripted-events.js';

interface Attempt {
  readonly address: number;
  /** ms */
  readonly at: number;
}

const alive: DirectoryEvent = { type: 'heartbeat', version: { epoch: 1, revision: 1 } };

interface Client extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly attempts: Attempt[];
  readonly output: DirectoryEvent[];
}

/** Follows connections each of which does what the test says: the steps are taken in turn, and the last is repeated. */
function aClient(
  steps: readonly ((clock: ManualClock, signal: AbortSignal) => AsyncIterable<DirectoryEvent>)[],
  {
    random = () => 0.999,
    addressCount = 1,
    clock = new ManualClock(),
  }: { random?: () => number; addressCount?: number; clock?: ManualClock } = {},
): Client {
  const ending = new AbortController();
  const attempts: Attempt[] = [];
  const output: DirectoryEvent[] = [];
  const connect = (address: number, signal: AbortSignal): AsyncIterable<DirectoryEvent> => {
    const step = steps[Math.min(attempts.length, steps.length - 1)]!;
    attempts.push({ address, at: clock.now() });
    return step(clock, signal);
  };
  const reading = (async () => {
    const options = { clock, random, addressCount };
    for await (const event of reconnecting(connect, options, ending.signal)) output.push(event);
  })();
  return {
    ...{ clock, attempts, output },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await reading;
    },
  };
}

const failing = (error: Error) => () => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
});
const refused = failing(new ConnectionFailedError('refused'));

/** Lives for a while, and then breaks. */
const living = (forMs: number, end: Error) =>
  async function* (clock: ManualClock, signal: AbortSignal): AsyncGenerator<DirectoryEvent> {
    yield alive;
    await delay(clock, forMs, signal);
    throw end;
  };

async function drain(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const event of events) if (event !== undefined) count += 1;
  return count;
}

const gaps = ({ attempts }: Client): number[] =>
  attempts.slice(1).map(({ at }, index) => Math.round(at - attempts[index]!.at));

describe('reconnecting', () => {
  it('moves to the other address of a pair within 100 ms, and then lets full jitter pass between attempts (F45, R13)', async () => {
    await using client = aClient([refused], { addressCount: 2, random: () => 0.999 });

    await settle();
    await pass(client.clock, 25_000, 50);

    expect(client.attempts.map(({ address }) => address).slice(0, 4)).toEqual([0, 1, 0, 1]);
    const [first, ...later] = gaps(client);
    expect(first).toBeLessThanOrEqual(100);
    expect(Math.min(...later)).toBeGreaterThan(3_900);
  });

  it('moves quickly again after a connection that held, but not after one that broke at once: no busy loop (R11)', async () => {
    const end = new Error('cut');
    await using client = aClient([living(6_000, end), living(10, end), living(10, end)], { addressCount: 2 });

    await pass(client.clock, 20_000, 10);

    const [first, ...later] = gaps(client);
    expect(first).toBeLessThanOrEqual(6_110);
    expect(Math.min(...later)).toBeGreaterThan(3_900);
  });

  it('replaces a connection that reached its age at once, at the same address, and loses nothing (R10)', async () => {
    const grown = living(6_000, new ConnectionAgeError(6_000));
    await using client = aClient([grown, living(1e9, new Error('never'))], { addressCount: 2 });

    await settle();
    await pass(client.clock, 6_000, 100);

    expect(client.attempts).toEqual([
      { address: 0, at: 1 },
      { address: 0, at: 6_001 },
    ]);
    expect(client.output).toEqual([alive, alive]);
  });

  it('stays at the address after a gap in the events: that is no reason to leave it', async () => {
    const version = { epoch: 1, revision: 5 };
    await using client = aClient([failing(new EventGapError(undefined, version)), living(1e9, new Error('never'))], {
      addressCount: 2,
    });

    await pass(client.clock, 10_000, 100);

    expect(client.attempts.map(({ address }) => address)).toEqual([0, 0]);
  });

  it('leaves a control server alone for as long as it asks, with jitter after that', async () => {
    const asked = failing(new ConnectionFailedError('later', { retryAfterMs: 30_000 }));
    await using client = aClient([asked]);

    await pass(client.clock, 30_000, 100);
    expect(client.attempts).toHaveLength(1);

    await pass(client.clock, 15_000, 100);
    expect(client.attempts).toHaveLength(2);
  });

  it('tries the backup while the primary wants to be left alone', async () => {
    const asked = failing(new ConnectionFailedError('later', { retryAfterMs: 30_000 }));
    await using client = aClient([asked, refused], { addressCount: 2 });

    await pass(client.clock, 29_000, 100);
    expect(new Set(client.attempts.slice(1).map(({ address }) => address))).toEqual(new Set([1]));

    await pass(client.clock, 15_000, 100);
    expect(client.attempts.filter(({ address }) => address === 0).length).toBeGreaterThan(1);
  });

  it('says why it lost its control server', async () => {
    await using client = aClient([failing(new Error('the reason'))]);

    await settle();

    expect(client.output).toEqual([{ type: 'lost', reason: 'the reason' }]);
  });
});

describe.each([
  ['one address that is back after a restart', 1, 500],
  ['one address that was away for a minute', 1, 60_000],
  ['a pair that was away for a minute', 2, 60_000],
])('a thousand clients of %s (F33, R13)', (_case, addressCount, awayMs) => {
  it.each([1, 2, 3])('put at most 5 %% of all into any 100 ms, and are back within 30 s (seed %i)', async (seed) => {
    const clock = new ManualClock();
    const random = aRandom(seed);
    const connected: number[] = [];
    const backAt = 10_001 + awayMs;
    const connection = async function* (): AsyncGenerator<DirectoryEvent> {
      if (clock.now() < 10_001) {
        yield { type: 'snapshot', snapshot: aSnapshot([]) };
        await new Promise<void>((resolve) => clock.after(10_001 - clock.now(), resolve));
        throw new Error('cut');
      }
      if (clock.now() < backAt) throw new ConnectionFailedError('refused');
      connected.push(clock.now());
      yield alive;
      await new Promise(() => undefined);
    };
    const endings = Array.from({ length: 1_000 }, () => new AbortController());
    for (const { signal } of endings) void drain(reconnecting(connection, { clock, random, addressCount }, signal));

    await settle();
    await pass(clock, 10_000 + awayMs + 30_000, 20);

    const bins = new Map<number, number>();
    for (const at of connected) bins.set(Math.floor(at / 100), (bins.get(Math.floor(at / 100)) ?? 0) + 1);
    expect(connected).toHaveLength(1_000);
    expect(Math.max(...bins.values())).toBeLessThanOrEqual(50);
    for (const ending of endings) ending.abort();
  });
});

describe('silence', () => {
  it('is noticed at its limit, whatever came before', async () => {
    const clock = new ManualClock();
    const chunks = (async function* () {
      yield 'one';
      await new Promise(() => undefined);
    })();
    const failed = expect(drain(failingOnSilence(chunks, 10_000, clock))).rejects.toThrow(SilenceError);

    await settle();
    await pass(clock, 10_000, 1_000);

    await failed;
    expect(clock.pending).toBe(0);
  });

  it('is no verdict where it was this process that slept: what waits in the socket is read first (R26, F32)', async () => {
    const clock = new ManualClock();
    let wake = (): void => undefined;
    const chunks = (async function* () {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      yield 'late';
    })();
    let asleepMs = 0;
    const sleeping: Clock = {
      now: () => clock.now() + asleepMs,
      wallClock: () => clock.wallClock(),
      after: (delayMs, task) => clock.after(delayMs, task),
    };
    const first = failingOnSilence(chunks, 10_000, sleeping).next();

    await settle();
    asleepMs = 5_000;
    clock.advance(10_000);
    await settle();
    wake();

    await expect(first).resolves.toEqual({ done: false, value: 'late' });
  });
});
