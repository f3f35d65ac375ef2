import type { Version } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';
import { Problem } from './problem.js';

export const entityTag = ({ epoch, revision }: Version): string => `"${epoch}.${revision}"`;

/**
 * Refuses a change by somebody who has not seen the object as it is. `If-Match` may name the revision at which the object last changed,
 * or any later one, such as that of a snapshot; without the header every change is taken.
 * @throws Problem (412)
 */
export function checkIfMatch(
  world: World,
  { kind, name, header }: { readonly kind: ObjectKind; readonly name: string; readonly header: string | undefined },
): void {
  if (header === undefined || header.trim() === '*') return;
  const { epoch, revision } = world.version;
  const seen = /^(?:W\/)?"?(?:(\d+)\.)?(\d+)"?$/.exec(header.trim());
  const isOfThisEpoch = seen !== null && (seen[1] === undefined || Number(seen[1]) === epoch);
  const seenRevision = Number(seen?.[2]);
  const changedAt = world.changedAt(kind, name);
  if (isOfThisEpoch && seenRevision >= changedAt && seenRevision <= revision) return;
  const message = `The ${kind} "${name}" last changed at revision ${epoch}.${changedAt}; read it again, then change it.`;
  throw new Problem(412, 'CHANGED_MEANWHILE', message);
}
