import type { Finding } from '../../core/rules/finding.js';
import type { Application } from '../../wire/application.js';
import { listOfKind, objectKindSchema } from '../../wire/object-kind.js';
import type { ObjectKind } from '../../wire/object-kind.js';
import type { ObjectsOfKinds } from './objects-of-kinds.js';

/** Names and DBIDs that a kind of object has twice, port ids that an application has twice, ports that a host has twice. */
export function findDuplicates(objects: ObjectsOfKinds): readonly Finding[] {
  return [
    ...objectKindSchema.options.flatMap((kind) => repeatedIdentities(kind, objects[kind])),
    ...repeatedPortIds(objects.application),
    ...repeatedPorts(objects.application),
  ];
}

function repeatedIdentities(
  kind: ObjectKind,
  objects: readonly ({ readonly name: string; readonly dbid: number } | undefined)[],
): readonly Finding[] {
  const owners = new Map<string | number, string>();
  return objects.flatMap((object, index) => {
    if (object === undefined) return [];
    const { name, dbid } = object;
    const findings: Finding[] = [];
    const path = [listOfKind[kind], index];
    if (owners.has(name)) {
      findings.push({ path: [...path, 'name'], message: `duplicate name: there is another ${kind} "${name}"` });
    }
    const other = owners.get(dbid);
    if (other !== undefined) {
      findings.push({
        path: [...path, 'dbid'],
        message: `${kind} "${name}": duplicate DBID: "${other}" has ${dbid} too`,
      });
    }
    owners.set(name, name).set(dbid, owners.get(dbid) ?? name);
    return findings;
  });
}

function repeatedPortIds(applications: ObjectsOfKinds['application']): readonly Finding[] {
  return applications.flatMap((application, index) =>
    (application?.ports ?? []).flatMap(({ id }, at, ports) => {
      if (ports.findIndex((port) => port.id === id) === at) return [];
      const message = `application "${application?.name ?? ''}": duplicate port id "${id}"`;
      return [{ path: ['applications', index, 'ports', at], message }];
    }),
  );
}

/** The address of an Application Cluster means nothing (LB-9), nor does that of a simulated application, so they collide with nothing. */
function repeatedPorts(applications: ObjectsOfKinds['application']): readonly Finding[] {
  const owners = new Map<string, Application>();
  return applications.flatMap((application, index) => {
    if (application?.host === undefined || hasNoAddress(application)) return [];
    return application.ports.flatMap(({ port }, at) => {
      const address = `${application.host ?? ''}:${port}`;
      const owner = owners.get(address);
      owners.set(address, owner ?? application);
      if (owner === undefined) return [];
      const message = `application "${application.name}": port ${port} on host "${application.host ?? ''}" belongs to "${owner.name}"`;
      return [{ path: ['applications', index, 'ports', at, 'port'], message }];
    });
  });
}

const hasNoAddress = ({ type, simulated }: Application): boolean => type === 'ApplicationCluster' || simulated;
