import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Directory } from '../core/directory/directory.js';
import { messageOf } from '../errors/message-of.js';
import type { Clock } from '../time/clock.js';
import { nextTurn } from '../time/next-turn.js';
import type { DirectorySource } from './directory-source.js';

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told of every event, before it is applied. */
  readonly onEvent: (event: DirectoryEvent) => void;
  /** Told of objects that had to be left out, and of a source that failed for good. */
  readonly onWarning: (warning: string) => void;
}

/** A burst of events is interrupted after so long, so that requests do not wait for its end (F13), ms. */
const longestTurnMs = 5;

/** Applies everything the source says to the directory until the signal aborts. Never rejects: a source that fails is a source lost. */
export async function follow(
  source: DirectorySource,
  directory: Directory,
  { signal, clock, onEvent, onWarning }: FollowOptions,
): Promise<void> {
  let turnBegan = clock.now();
  try {
    for await (const event of source.events(signal, clock)) {
      if (signal.aborted) return;
      onEvent(event);
      directory.apply(event);
      if (event.type === 'warning') onWarning(event.message);
      if (event.type === 'rejected') onWarning(`${event.problem.message} It is left out; what was known before stays.`);
      if (clock.now() - turnBegan > longestTurnMs) {
        await nextTurn();
        turnBegan = clock.now();
      }
    }
  } catch (error) {
    const reason = messageOf(error);
    if (signal.aborted) return;
    directory.apply({ type: 'lost', reason });
    onWarning(`The source of the estate's view failed: ${reason}`);
  }
}
