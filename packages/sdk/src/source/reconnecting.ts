import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Clock } from '../time/clock.js';
import { delay } from '../time/delay.js';
import type { Random } from '../time/random.js';
import { reconnectDelayMs } from './backoff.js';

export interface ReconnectOptions {
  readonly clock: Clock;
  readonly random: Random;
}

/** One connection's worth of events. `attempt` counts from 0 over all connections, for whoever has several addresses to try. */
export type Connect = (attempt: number, signal: AbortSignal) => AsyncIterable<DirectoryEvent>;

/** Connection after connection, with `lost` and a jittered pause between them, until the signal aborts. */
export async function* reconnecting(
  connect: Connect,
  { clock, random }: ReconnectOptions,
  signal: AbortSignal,
): AsyncGenerator<DirectoryEvent> {
  let failures = 0;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    let reason = 'the control server ended the stream';
    try {
      for await (const event of connect(attempt, signal)) {
        failures = 0;
        yield event;
      }
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (isAborted(signal)) return;
    yield { type: 'lost', reason };
    await delay(clock, reconnectDelayMs(failures, random), signal);
    failures += 1;
  }
}

/** A call, because the signal may have aborted since the loop looked at it. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
