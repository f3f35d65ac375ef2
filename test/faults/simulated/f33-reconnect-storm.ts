import { seededRandom } from '@eservices-lb/sdk/testing';
import { ConnectionFailedError } from '../../../packages/sdk/src/source/connection-failed-error.js';
import { reconnecting } from '../../../packages/sdk/src/source/reconnecting.js';
import type { DirectoryEvent } from '@eservices-lb/sdk';
import { SimulatedClock } from '../../simulation/estate/simulated-clock.js';
import type { Fault } from '../fault.js';
import { hold } from '../../oracles/hold.js';

const clients = 1_000;
const limitMs = 30_000;
const binMs = 100;

/**
 * The real reconnecting of a thousand sources, pauses and Retry-After and all, with as little as possible behind it: an attempt succeeds or fails at once.
 * By chance the control server is there again at once or after up to 10 s, and for its first second it refuses one in two.
 */
export const reconnectStorm: Fault = {
  row: 'F33',
  kind: 'simulated',
  fault: 'a thousand load balancers lose a control server, which is there again later and refuses some at first',
  condition:
    'no 100 ms have more than 5 % of them, all are connected within 30 s, and none comes back before it was asked to',
  async play(seed) {
    const random = seededRandom(seed);
    const clock = new SimulatedClock();
    const part = clock.part();
    const backAt = clock.now() + (random() < 0.3 ? 0 : random() * 10_000);
    const retryAfterMs = 1_000 * (1 + Math.floor(random() * 3));
    const attempts: number[] = [];
    const connected = new Set<number>();
    let early = 0;
    let refused = 0;
    const endings: AbortController[] = [];
    const lostAt = clock.now();

    const follow = async (client: number): Promise<void> => {
      let notBefore = 0;
      const ending = new AbortController();
      endings.push(ending);
      const connect = async function* (): AsyncGenerator<DirectoryEvent> {
        const now = clock.now();
        if (now === lostAt) throw new Error('the control server ended the stream');
        if (now < notBefore) early += 1;
        if (now < backAt) throw new ConnectionFailedError('ECONNREFUSED');
        attempts.push(now);
        if (now < backAt + 1_000 && random() < 0.5) {
          refused += 1;
          notBefore = now + retryAfterMs;
          throw new ConnectionFailedError('HTTP 503', { retryAfterMs });
        }
        connected.add(client);
        yield { type: 'heartbeat', version: { epoch: 1, revision: 1 } };
        await new Promise<void>((resolve) => {
          ending.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      };
      const events = reconnecting(connect, { clock: part, random, addressCount: 1 }, ending.signal);
      for await (const event of events) if (event.type === 'lost' && ending.signal.aborted) return;
    };
    const following = Array.from({ length: clients }, (_, client) => follow(client));
    await clock.pass(backAt + limitMs - clock.now(), { coarseMs: 10 });
    for (const ending of endings) ending.abort();
    await clock.pass(1);
    await Promise.all(following);

    const bins = new Map<number, number>();
    for (const at of attempts) {
      const bin = Math.floor((at - backAt) / binMs);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    const peak = (100 * Math.max(...bins.values())) / clients;
    hold(connected.size === clients, `${connected.size} of ${clients} were connected after ${limitMs / 1_000} s`);
    hold(early === 0, `${early} came back before they were asked to`);
    hold(peak <= 5, `${peak} % came within ${binMs} ms`);
    hold(part.pending === 0, `${part.pending} timers are left`);
    const last = Math.max(...attempts);
    return { 'peak in 100 ms, %': peak, 'ms until all are connected': Math.round(last - backAt), refused };
  },
};
