import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { runStateOf } from '../core/directory/snapshot.js';
import type { Snapshot } from '../core/directory/snapshot.js';

/** How often what should not happen has happened to a source, and to what it tells of. */
export interface SourceCounts {
  /** Suspiciously empty snapshots that were held. */
  readonly snapshotsHeld: number;
  /** Objects left out because they were malformed. */
  readonly objectsRejected: number;
  /** Times that the source was lost. */
  readonly losses: number;
  /** Times that an application was told to be running no more: where it grows without end, one flaps (F14). */
  readonly interruptions: number;
}

export const noCounts: SourceCounts = { snapshotsHeld: 0, objectsRejected: 0, losses: 0, interruptions: 0 };

/** `before` is the view that the event has not been applied to yet. */
export function countedWith(counts: SourceCounts, event: DirectoryEvent, before: Snapshot): SourceCounts {
  switch (event.type) {
    case 'warning':
      return event.about === 'held-snapshot' ? { ...counts, snapshotsHeld: counts.snapshotsHeld + 1 } : counts;
    case 'rejected':
      return { ...counts, objectsRejected: counts.objectsRejected + 1 };
    case 'lost':
      return { ...counts, losses: counts.losses + 1 };
    case 'status':
      return isInterruption(event, before) ? { ...counts, interruptions: counts.interruptions + 1 } : counts;
    default:
      return counts;
  }
}

const isInterruption = ({ change }: Extract<DirectoryEvent, { type: 'status' }>, before: Snapshot): boolean =>
  change.status !== 'running' && runStateOf(before, change.application).status === 'running';
