import { portOf, usualPortIdOf } from '../configuration/port.js';
import { isCluster, pathOf } from './configuration-index.js';
import type { PlacedApplication, Reach } from './configuration-index.js';
import { subject, toApplication } from './object-references.js';
import type { Breach, Rule } from './rule.js';

/** Nobody connects to these over a port of their own. */
const withoutPorts: ReadonlySet<string> = new Set(['CapturePoint', 'DatabaseAccessPoint']);

export const lb13: Rule = {
  id: 'LB-13',
  severity: 'error',
  title: 'The port of a connection is configured',
  reason:
    'A connection leads to the port it names, else to the port "webapi" (or of protocol chat-flex) of a Chat Server, else to the port "default". Taking any other instead would only hide the mistake.',
  remedy: 'Give the server that port, or let the connection name one that the server has.',
  *check({ index }) {
    const told = new Set<string>();
    for (const application of index.applications) {
      for (const reach of application.connections) {
        if (isCluster(reach.to) || withoutPorts.has(reach.to.object.type)) continue;
        if (portOf(reach.to.object, reach.connection.portId) === undefined) yield missing(application, reach);
        const backup = reach.to.backup;
        if (backup === undefined || portOf(backup.object, reach.connection.portId) !== undefined) continue;
        const portId = portIdOf(reach);
        const key = `${backup.object.name}/${portId}`;
        if (!told.has(key)) yield missingOfBackup(reach.to, backup, portId);
        told.add(key);
      }
    }
  },
};

const portIdOf = ({ to, connection }: Reach): string => connection.portId ?? usualPortIdOf(to.object);

function missing(from: PlacedApplication, reach: Reach): Breach {
  const { to, connection } = reach;
  const path = pathOf(reach);
  const isNamed = connection.portId !== undefined;
  return {
    path: isNamed ? [...path.slice(0, -1), 'portId'] : path,
    message: `${subject(from)}: application "${to.object.name}" has no port with the id "${portIdOf(reach)}"${isNamed ? '' : ', and the connection names no other'}`,
    objects: [toApplication(from), toApplication(to)],
    remedy: `Give "${to.object.name}" a port with the id "${portIdOf(reach)}", or let the connection name a port that it has.`,
  };
}

/** The clients of a pair use the same connection for both (LB-14). */
function missingOfBackup(primary: PlacedApplication, backup: PlacedApplication, portId: string): Breach {
  return {
    path: ['applications', backup.at, 'ports'],
    message: `${subject(backup)}: it has no port with the id "${portId}", by which clients reach the pair of "${primary.object.name}" and its backup`,
    objects: [toApplication(backup), toApplication(primary)],
    remedy: `Give "${backup.object.name}" a port with the id "${portId}".`,
  };
}
