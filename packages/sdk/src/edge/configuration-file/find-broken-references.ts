import type { Finding } from '../../core/rules/finding.js';
import type { Application } from '../../wire/application.js';
import { findDuplicates } from './find-duplicates.js';
import { brokenReferencesOfSurroundings } from './find-broken-surroundings.js';
import type { KnownNames } from './known-names.js';
import type { ObjectsOfKinds } from './objects-of-kinds.js';

/** Every reference that leads nowhere, and every name, DBID or port that is given twice. */
export function findBrokenReferences(objects: ObjectsOfKinds, names: KnownNames): readonly Finding[] {
  return [
    ...findDuplicates(objects),
    ...brokenReferencesOfSurroundings(objects, names),
    ...objects.application.flatMap((application, index) =>
      application === undefined ? [] : brokenReferencesOf(application, ['applications', index], names),
    ),
  ];
}

/** A cluster has no address (LB-9), a Capture Point runs on the host of its Interaction Server (CP-1), a Database Access Point not at all. */
const hostless: ReadonlySet<string> = new Set(['ApplicationCluster', 'CapturePoint', 'DatabaseAccessPoint']);

type Path = readonly (string | number)[];

function brokenReferencesOf(application: Application, path: Path, names: KnownNames): readonly Finding[] {
  const subject = `application "${application.name}"`;
  const findings: Finding[] = [];
  if (application.host !== undefined && !names.hosts.has(application.host)) {
    findings.push({ path: [...path, 'host'], message: `${subject}: unknown host "${application.host}"` });
  }
  if (application.host === undefined && !hostless.has(application.type)) {
    findings.push({ path, message: `${subject}: it needs a host` });
  }
  application.tenants.forEach((tenant, index) => {
    if (names.tenants.has(tenant)) return;
    findings.push({ path: [...path, 'tenants', index], message: `${subject}: unknown tenant "${tenant}"` });
  });
  const { backup, database } = application;
  if (database !== undefined && !names.databases.has(database)) {
    findings.push({ path: [...path, 'database'], message: `${subject}: unknown database "${database}"` });
  }
  if (backup !== undefined && !names.applications.has(backup)) {
    findings.push({ path: [...path, 'backup'], message: `${subject}: unknown backup application "${backup}"` });
  }
  application.connections.forEach((connection, index) => {
    if (names.applications.has(connection.application)) return;
    findings.push({
      path: [...path, 'connections', index, 'application'],
      message: `${subject}: connection to an unknown application "${connection.application}"`,
    });
  });
  return findings;
}
