import type { PlacedApplication } from './configuration-index.js';
import { interactionServersOf } from './interaction-servers.js';
import { subject, toApplication } from './object-references.js';
import type { Breach, Rule } from './rule.js';

export const cp2: Rule = {
  id: 'CP-2',
  severity: 'error',
  title: 'A pair of Capture Points stands on the hosts of the pair of Interaction Servers',
  reason:
    'A Capture Point runs inside Interaction Server: the primary Interaction Server runs the primary Capture Point, the backup the backup. Their hosts must agree.',
  remedy:
    'Give each Capture Point the host of its Interaction Server; or configure no backup Capture Point, since the backup Interaction Server then runs the primary one.',
  *check({ index }) {
    for (const capturePoint of index.ofType('CapturePoint')) {
      const backup = capturePoint.backup;
      if (backup === undefined) continue;
      for (const server of interactionServersOf(capturePoint, index)) {
        if (index.isLinkedBackup(server)) continue;
        yield* differentHost(capturePoint, server, 'primary');
        yield* backupOnItsHost(backup, server);
      }
    }
  },
};

function* backupOnItsHost(capturePoint: PlacedApplication, primary: PlacedApplication): Iterable<Breach> {
  const server = primary.backup;
  if (server !== undefined) {
    yield* differentHost(capturePoint, server, 'backup');
    return;
  }
  yield {
    severity: 'warning',
    path: ['applications', capturePoint.at],
    message: `${subject(capturePoint)}: it is a backup Capture Point, but Interaction Server "${primary.object.name}" has no backup that would run it`,
    objects: [toApplication(capturePoint), toApplication(primary)],
    remedy: `Configure a backup for "${primary.object.name}", or delete the backup Capture Point.`,
  };
}

function* differentHost(
  capturePoint: PlacedApplication,
  server: PlacedApplication,
  role: 'primary' | 'backup',
): Iterable<Breach> {
  const [host, wanted] = [capturePoint.object.host, server.object.host];
  if (host === undefined || wanted === undefined || host === wanted) return;
  yield {
    path: ['applications', capturePoint.at, 'host'],
    message: `${subject(capturePoint)}: its host is "${host}", but the ${role} Interaction Server "${server.object.name}", which runs it, is on "${wanted}"`,
    objects: [toApplication(capturePoint), toApplication(server)],
    remedy: `Give "${capturePoint.object.name}" the host "${wanted}".`,
  };
}
