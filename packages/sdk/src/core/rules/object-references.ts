import type { ObjectReference } from '../../wire/object-kind.js';
import type { PlacedApplication } from './configuration-index.js';

export const toApplication = ({ object }: PlacedApplication): ObjectReference => ({
  kind: 'application',
  name: object.name,
});

export const toTenant = (name: string): ObjectReference => ({ kind: 'tenant', name });

export const toDatabase = (name: string): ObjectReference => ({ kind: 'database', name });

/** How messages begin. */
export const subject = ({ object }: PlacedApplication): string => `application "${object.name}"`;

/** `"A", "B" and "C"` */
export function quoted(names: readonly string[]): string {
  const all = names.map((name) => `"${name}"`);
  const last = all.pop() ?? 'none';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}
