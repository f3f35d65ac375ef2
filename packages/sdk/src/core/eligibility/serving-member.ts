import type { ReachableServer } from '../configuration/scope.js';
import { runStateOf } from '../directory/snapshot.js';
import type { Snapshot } from '../directory/snapshot.js';

/**
 * Which member of a warm standby pair serves: the backup only while it runs as primary and the primary does not serve (BK-4).
 * An application without a backup is its own primary.
 */
export function servingMember(server: ReachableServer, snapshot: Snapshot): 'primary' | 'backup' {
  if (server.backup === undefined) return 'primary';
  const primary = runStateOf(snapshot, server.application.name);
  const isPrimaryServing =
    primary.status === 'running' && primary.mode === 'primary' && server.application.state === 'enabled';
  if (isPrimaryServing) return 'primary';

  const backup = runStateOf(snapshot, server.backup.application.name);
  const isBackupServing =
    backup.status === 'running' && backup.mode === 'primary' && server.backup.application.state === 'enabled';
  return isBackupServing ? 'backup' : 'primary';
}
