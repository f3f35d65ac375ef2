import { createHash } from 'node:crypto';
import type { RunState, Snapshot } from './snapshot.js';

/** Digests of single objects, so that a view that differs in one of them costs one. */
const digests = new WeakMap<object, readonly [number, number]>();

/**
 * 16 characters that are equal for equal views, whatever the order in which things arrived; for spotting a divergent web node (F43).
 * It detects accidents, not forgeries: the digests of the parts are added up.
 */
export function fingerprintOf({ epoch, configuration, statuses }: Snapshot): string {
  let [high, low] = digestOf(`epoch ${epoch}`);
  const add = ([otherHigh, otherLow]: readonly [number, number]): void => {
    high = (high + otherHigh) >>> 0;
    low = (low + otherLow) >>> 0;
  };
  for (const tenant of configuration.tenants.values()) add(digestOfObject(tenant, 'tenant'));
  for (const host of configuration.hosts.values()) add(digestOfObject(host, 'host'));
  for (const application of configuration.applications.values()) add(digestOfObject(application, 'application'));
  for (const [name, state] of statuses) add(digestOfStatus(name, state));
  return [high, low].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function digestOfObject(object: object, kind: string): readonly [number, number] {
  return remembered(object, () => `${kind} ${canonical(object)}`);
}

function digestOfStatus(name: string, state: RunState): readonly [number, number] {
  return remembered(state, () => `status ${name} ${state.status} ${state.mode} ${state.tenants?.join('/') ?? ''}`);
}

function remembered(object: object, text: () => string): readonly [number, number] {
  const known = digests.get(object);
  if (known !== undefined) return known;
  const digest = digestOf(text());
  digests.set(object, digest);
  return digest;
}

function digestOf(text: string): readonly [number, number] {
  const bytes = createHash('sha256').update(text).digest();
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}

/** JSON with the keys of objects in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
