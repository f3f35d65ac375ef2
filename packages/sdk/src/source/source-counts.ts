import type { DirectoryEvent } from '../core/directory/directory-event.js';

/** How often what should not happen has happened to a source. */
export interface SourceCounts {
  /** Suspiciously empty snapshots that were held. */
  readonly snapshotsHeld: number;
  /** Objects left out because they were malformed. */
  readonly objectsRejected: number;
  /** Times that the source was lost. */
  readonly losses: number;
}

export const noCounts: SourceCounts = { snapshotsHeld: 0, objectsRejected: 0, losses: 0 };

export function countedWith(counts: SourceCounts, event: DirectoryEvent): SourceCounts {
  switch (event.type) {
    case 'warning':
      return event.about === 'held-snapshot' ? { ...counts, snapshotsHeld: counts.snapshotsHeld + 1 } : counts;
    case 'rejected':
      return { ...counts, objectsRejected: counts.objectsRejected + 1 };
    case 'lost':
      return { ...counts, losses: counts.losses + 1 };
    default:
      return counts;
  }
}
