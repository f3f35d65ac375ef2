import type { Finding } from '../../core/rules/finding.js';
import type { Application, Connection } from '../../wire/application.js';
import { findDuplicates } from './find-duplicates.js';
import { brokenReferencesOfSurroundings } from './find-broken-surroundings.js';
import type { KnownNames } from './known-names.js';
import type { ReadObjects } from './read-objects.js';

/** Every reference that leads nowhere, and every name, DBID or port that is given twice. */
export function findBrokenReferences(objects: ReadObjects, names: KnownNames): readonly Finding[] {
  const byName = new Map(
    objects.application.filter((application) => application !== undefined).map((each) => [each.name, each]),
  );
  return [
    ...findDuplicates(objects),
    ...brokenReferencesOfSurroundings(objects, names),
    ...objects.application.flatMap((application, index) =>
      application === undefined ? [] : brokenReferencesOf(application, ['applications', index], { names, byName }),
    ),
  ];
}

interface Known {
  readonly names: KnownNames;
  readonly byName: ReadonlyMap<string, Application>;
}

type Path = readonly (string | number)[];

function brokenReferencesOf(application: Application, path: Path, known: Known): readonly Finding[] {
  const { names } = known;
  const subject = `application "${application.name}"`;
  const findings: Finding[] = [];
  if (application.host !== undefined && !names.hosts.has(application.host)) {
    findings.push({ path: [...path, 'host'], message: `${subject}: unknown host "${application.host}"` });
  }
  if (application.host === undefined && application.type !== 'ApplicationCluster') {
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
  if (backup !== undefined && (backup === application.name || !names.applications.has(backup))) {
    const fault = backup === application.name ? 'it is its own backup' : `unknown backup application "${backup}"`;
    findings.push({ path: [...path, 'backup'], message: `${subject}: ${fault}` });
  }
  application.connections.forEach((connection, index) => {
    const finding = brokenConnection(application, connection, known);
    if (finding === undefined) return;
    findings.push({ ...finding, path: [...path, 'connections', index, ...finding.path] });
  });
  return findings;
}

function brokenConnection(from: Application, { application, portId }: Connection, known: Known): Finding | undefined {
  const subject = `application "${from.name}"`;
  if (!known.names.applications.has(application)) {
    return { path: ['application'], message: `${subject}: connection to an unknown application "${application}"` };
  }
  const target = known.byName.get(application);
  if (target === undefined) return undefined;
  if (target.type === 'ApplicationCluster') {
    if (from.type !== 'ApplicationCluster') return undefined;
    return {
      path: ['application'],
      message: `${subject}: a cluster cannot hold the cluster "${application}"; only one level is allowed (LB-9)`,
      rule: 'LB-9',
    };
  }
  if (portId === undefined || target.ports.some(({ id }) => id === portId)) return undefined;
  return { path: ['portId'], message: `${subject}: application "${application}" has no port with the id "${portId}"` };
}
