import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Directory } from '../core/directory/directory.js';
import type { Clock } from '../time/clock.js';
import type { DirectorySource } from './directory-source.js';
import { WorkInTurns } from './work-in-turns.js';

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told of every event, before it is applied. */
  readonly onEvent: (event: DirectoryEvent) => void;
  /** Told of objects that had to be left out, and of a source that failed for good. */
  readonly onWarning: (warning: string) => void;
}

/** Applies everything the source says to the directory until the signal aborts. Never rejects: a source that fails is a source lost. */
export async function follow(
  source: DirectorySource,
  directory: Directory,
  { signal, clock, onEvent, onWarning }: FollowOptions,
): Promise<void> {
  const turns = new WorkInTurns(clock);
  const endTurns = (): void => {
    turns.end();
  };
  signal.addEventListener('abort', endTurns);
  try {
    for await (const event of source.events(signal, clock)) {
      if (signal.aborted) return;
      onEvent(event);
      directory.apply(event);
      if (event.type === 'warning') onWarning(event.message);
      if (event.type === 'rejected') onWarning(`${event.problem.message} It is left out; what was known before stays.`);
      if (turns.isDue) await turns.others();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (signal.aborted) return;
    directory.apply({ type: 'lost', reason });
    onWarning(`The source of the estate's view failed: ${reason}`);
  } finally {
    turns.end();
    signal.removeEventListener('abort', endTurns);
  }
}
