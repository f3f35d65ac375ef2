import type { DirectoryEvent } from '../core/directory/directory-event.js';

/** Where the view of the estate comes from. */
export interface DirectorySource {
  /** `live` is a control server; `file` is a file, whose view is never stale. */
  readonly kind: 'live' | 'file';
  /**
   * Every event, in order, beginning with a `snapshot`. A source that loses its control server says `lost` and comes back by itself; it ends
   * only when the signal aborts.
   */
  events(signal: AbortSignal): AsyncIterable<DirectoryEvent>;
}
