import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Clock } from '../time/clock.js';

/** One of several sources that a view comes from, as it stands now. */
export interface SourcePart {
  readonly kind: 'live' | 'file';
  /** It has told its view and has not been lost since. */
  readonly isLive: boolean;
  /** Monotonic ms of its last sign of life; undefined before the first. */
  readonly lastHeard: number | undefined;
  /** Why it is not live; empty where it is. */
  readonly reason: string;
}

/** Where the view of the estate comes from. */
export interface DirectorySource {
  /** `live` is a control server; `file` is a file, whose view is never stale. */
  readonly kind: 'live' | 'file';
  /**
   * Every event, in order, beginning with a `snapshot`. A source that loses its control server says `lost` and comes back by itself; it ends
   * only when the signal aborts. `clock` is the one by which the reader tells ages.
   */
  events(signal: AbortSignal, clock?: Clock): AsyncIterable<DirectoryEvent>;
  /** The sources that this one is made of, in order, where it is made of several. */
  parts?(): readonly SourcePart[];
}
