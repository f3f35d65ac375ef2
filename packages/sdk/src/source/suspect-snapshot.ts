import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Clock } from '../time/clock.js';
import { EstateRecord } from './estate-record.js';
import { nextWithin, tooLate } from './next-within.js';
import { suspicionOf, united } from './suspicion.js';

export interface GuardOptions {
  /** How long a suspect snapshot is held, ms; 0 turns the guard off. */
  readonly guardMs: number;
  readonly clock: Clock;
  /** The control server was lost while something is held: what it says next must not begin where this snapshot ended. */
  readonly onDoubt?: () => void;
}

/**
 * Holds back what a suspect snapshot would take away by not mentioning it: a control server that has just restarted may know nothing yet (R14, F11).
 * What such a snapshot does say, and every later event, counts at once. What it leaves out goes at the end of the guard time, or at the next snapshot.
 */
export async function* holdingSuspectSnapshots(
  events: AsyncIterable<DirectoryEvent>,
  options: GuardOptions,
): AsyncGenerator<DirectoryEvent> {
  const guard = new Guard(options);
  const iterator = events[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<DirectoryEvent>> | undefined;
  try {
    for (;;) {
      pending ??= iterator.next();
      const { waitMs } = guard;
      const result = waitMs === undefined ? await pending : await nextWithin(pending, waitMs, options.clock);
      if (result === tooLate) {
        yield guard.release();
        continue;
      }
      pending = undefined;
      if (result.done === true) return;
      yield* guard.admit(result.value);
    }
  } finally {
    await iterator.return?.();
  }
}

/** What the control server has said, and until when a part of it is held back. */
class Guard {
  readonly #options: GuardOptions;
  readonly #said = new EstateRecord();
  #heldUntil: number | undefined;
  #isLost = false;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** How long until what is held is released, ms; undefined while nothing is held, or nobody is there to vouch for it. */
  get waitMs(): number | undefined {
    return this.#heldUntil === undefined || this.#isLost ? undefined : this.#heldUntil - this.#options.clock.now();
  }

  release(): DirectoryEvent {
    this.#heldUntil = undefined;
    return { type: 'snapshot', snapshot: this.#said.snapshot() };
  }

  admit(event: DirectoryEvent): readonly DirectoryEvent[] {
    if (event.type === 'lost' && this.#heldUntil !== undefined) this.#options.onDoubt?.();
    this.#isLost = event.type === 'lost' || (this.#isLost && event.type === 'warning');
    const passed = event.type === 'snapshot' ? this.#admitSnapshot(event) : [event];
    this.#said.apply(event);
    return passed;
  }

  #admitSnapshot(event: DirectoryEvent & { readonly type: 'snapshot' }): readonly DirectoryEvent[] {
    const { guardMs, clock } = this.#options;
    const isConfirmation = this.#heldUntil !== undefined;
    this.#heldUntil = undefined;
    const suspicion = isConfirmation || guardMs === 0 ? undefined : suspicionOf(event.snapshot, this.#said);
    if (suspicion === undefined) return [event];

    this.#heldUntil = clock.now() + guardMs;
    const message = `The control server's new snapshot is held for ${guardMs} ms or until it is confirmed: ${suspicion}.`;
    return [
      { ...event, snapshot: united(event.snapshot, this.#said) },
      { type: 'warning', about: 'held-snapshot', message },
    ];
  }
}
