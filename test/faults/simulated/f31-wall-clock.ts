import { setImmediate } from 'node:timers/promises';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { Clock, DirectoryEvent, LoadBalancer } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { ConnectionFailedError } from '../../../packages/sdk/src/source/connection-failed-error.js';
import { reconnecting } from '../../../packages/sdk/src/source/reconnecting.js';
import { failingOnSilence } from '../../../packages/sdk/src/source/silence.js';
import { delay } from '../../../packages/sdk/src/time/delay.js';
import { retryAfterMs } from '../../../packages/sdk/src/edge/retry-after.js';
import { aChatServer, aliasKey, aSnapshot, status } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const hourMs = 3_600_000;
const chat = { tenant: 'Environment', type: 'ChatServer' };
const servers = [1, 2, 3, 4].map((number) => aChatServer(number));
const snapshot = aSnapshot(servers);
const steps = 12;

export const wallClock: Fault = {
  row: 'F31',
  kind: 'simulated',
  fault: 'the wall clock jumps an hour forth and back, then with every look at it',
  condition: 'no alias ends, no server is avoided, and nothing is reconnected or stale sooner or later than without',
  async play(seed) {
    const steady = await historyOf(seed, () => 0);
    const jumping = await historyOf(seed, seed % 2 === 0 ? jumps : strobe);
    expect(jumping).toEqual(steady);
    return { 'connections made': steady.at(-1)!.connections, losses: steady.at(-1)!.losses };
  },
};

type Off = (draws: Draws, looks: number) => number;
const jumps: Off = (draws) => draws.oneOf([-hourMs, 0, hourMs]);
const strobe: Off = (_draws, looks) => (looks % 2 === 0 ? hourMs : -hourMs);

interface Moment {
  readonly source: string;
  readonly ageMs: number;
  readonly connections: number;
  readonly losses: number;
  readonly picks: readonly string[];
  readonly aliases: readonly string[];
}

/** What a web node goes through while its control server comes and goes, told at every step of the clock; `offMs` says how wrong the wall clock is at a look. */
async function historyOf(seed: number, offMs: Off): Promise<readonly Moment[]> {
  const draws = drawsOf(seed);
  const ofClock = drawsOf(-seed);
  const manual = new ManualClock();
  let looks = 0;
  const wall = (): number => 2e12 + manual.now() + offMs(ofClock, ++looks);
  const clock: Clock = { now: () => manual.now(), wallClock: wall, after: (ms, task) => manual.after(ms, task) };
  const date = jest.spyOn(Date, 'now').mockImplementation(wall);
  let connections = 0;
  const connect = async function* (_address: number, signal: AbortSignal): AsyncGenerator<DirectoryEvent> {
    connections += 1;
    if (draws.isTrue(0.3)) throw asked(clock);
    yield { type: 'snapshot', snapshot: { ...snapshot, epoch: connections } };
    yield* failingOnSilence(beats(draws.integer(0, 5), connections, { clock, signal }), 10_000, clock);
  };
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', aliasKeys: [aliasKey], clock, random: draws.random, gracePeriodMs: 20_000 },
    source: {
      kind: 'live',
      events: (signal) => reconnecting(connect, { clock, random: draws.random, addressCount: 1 }, signal),
    },
  });
  try {
    const history: Moment[] = [];
    const aliases = new Set<string>();
    for (let step = 0; step < steps; step += 1) {
      manual.advance(draws.integer(500, 9_000));
      await setImmediate();
      await setImmediate();
      history.push({ ...momentOf(loadBalancer, aliases, draws), connections });
    }
    return history;
  } finally {
    await loadBalancer.close();
    date.mockRestore();
  }
}

/** A refusal that asks to be left alone until a date, by the clock of the control server, which is right. */
function asked(clock: Clock): ConnectionFailedError {
  const at = 2e12 + Math.round(clock.now() / 1_000) * 1_000;
  const headers = { 'retry-after': new Date(at + 20_000).toUTCString(), date: new Date(at).toUTCString() };
  return new ConnectionFailedError('later', { retryAfterMs: retryAfterMs(headers, clock.wallClock()) });
}

/** A heartbeat every three seconds, now and then a status that ends aliases after the grace period, then silence. */
async function* beats(
  count: number,
  epoch: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<DirectoryEvent> {
  for (let revision = 2; revision < 2 + count; revision += 1) {
    await delay(clock, 3_000, signal);
    const { name } = servers[revision % servers.length]!;
    yield { type: 'status', change: { epoch, revision, ...status(name, revision % 2 === 0 ? 'unknown' : 'running') } };
  }
  await delay(clock, hourMs, signal);
}

function momentOf(loadBalancer: LoadBalancer, aliases: Set<string>, draws: Draws): Omit<Moment, 'connections'> {
  const { source, ageMs, counts } = loadBalancer.health();
  const picks: string[] = [];
  for (let pick = 0; pick < 4 && ageMs !== Infinity; pick += 1) {
    const service = outcomeOf(() => loadBalancer.select(chat));
    if (typeof service === 'string') continue;
    picks.push(service.application);
    aliases.add(service.alias);
    if (draws.isTrue(0.3)) loadBalancer.report(service, 'failure');
  }
  const states = [...aliases].map((alias) => {
    const resolved = outcomeOf(() => loadBalancer.resolve(alias, chat));
    return typeof resolved === 'string' ? resolved : `${resolved.application} ${resolved.state} ${resolved.stale}`;
  });
  return { source, ageMs, losses: counts.losses, picks, aliases: states };
}

function outcomeOf<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
