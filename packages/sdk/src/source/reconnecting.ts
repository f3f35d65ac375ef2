import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { messageOf } from '../errors/message-of.js';
import type { Clock } from '../time/clock.js';
import { delay } from '../time/delay.js';
import type { Random } from '../time/random.js';
import { Addresses } from './addresses.js';
import { nextAddressDelayMs, reconnectDelayMs } from './backoff.js';
import { ConnectionAgeError } from './connection-age.js';
import { ConnectionFailedError } from './connection-failed-error.js';
import { EventGapError } from './in-sequence.js';

export interface ReconnectOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How many addresses there are to try, primary first. */
  readonly addressCount: number;
}

/** One connection's worth of events from the address with the given index. */
export type Connect = (address: number, signal: AbortSignal) => AsyncIterable<DirectoryEvent>;

/** A connection that held for so long earns a quick move to the other address when it breaks; so a loop of failures is never a busy one (R11). ms */
const steadyMs = 5_000;

/**
 * Connection after connection, with `lost` and a jittered pause between them, until the signal aborts. A connection that reached its age is
 * replaced at once and nothing is lost. After a failure the other addresses are each tried once quickly.
 */
export async function* reconnecting(
  connect: Connect,
  { clock, random, addressCount }: ReconnectOptions,
  signal: AbortSignal,
): AsyncGenerator<DirectoryEvent> {
  const addresses = new Addresses(addressCount);
  let failures = 0;
  let quickMoves = addressCount - 1;
  while (!signal.aborted) {
    let liveSince: number | undefined;
    let failure: unknown = new Error('the control server ended the stream');
    try {
      for await (const event of connect(addresses.current, signal)) {
        liveSince ??= clock.now();
        failures = 0;
        yield event;
      }
    } catch (error) {
      failure = error;
    }
    if (isAborted(signal)) return;
    if (failure instanceof ConnectionAgeError) continue;

    yield { type: 'lost', reason: messageOf(failure) };
    if (liveSince !== undefined && clock.now() - liveSince >= steadyMs) quickMoves = addressCount - 1;
    const isQuick = quickMoves > 0 && !(failure instanceof EventGapError);
    const pauseMs = isQuick ? nextAddressDelayMs(random) : reconnectDelayMs(failures, random);
    if (isQuick) quickMoves -= 1;
    else failures += 1;
    await delay(clock, pauseMs + waitAsked(addresses, failure, { at: clock.now() + pauseMs, random }), signal);
  }
}

/** Chooses the address to try next, and says how much longer than `at` it asked to be left alone, ms; with jitter, for it asked all of us the same. */
function waitAsked(
  addresses: Addresses,
  failure: unknown,
  { at, random }: { readonly at: number; readonly random: Random },
): number {
  if (failure instanceof EventGapError) return 0;
  const retryAfterMs = failure instanceof ConnectionFailedError ? failure.retryAfterMs : 0;
  if (retryAfterMs > 0) addresses.leaveAlone(at + retryAfterMs);
  const waitMs = addresses.moveOn(at) - at;
  return waitMs === 0 ? 0 : waitMs + reconnectDelayMs(0, random);
}

/** A call, because the signal may have aborted since the loop looked at it. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
