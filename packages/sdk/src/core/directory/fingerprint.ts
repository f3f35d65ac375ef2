import { createHash } from 'node:crypto';
import type { Snapshot } from './snapshot.js';

/** 16 characters that are equal for equal views, whatever the order in which things arrived; for spotting a divergent web node (F43). */
export function fingerprintOf({ epoch, configuration, statuses }: Snapshot): string {
  const hash = createHash('sha256').update(String(epoch));
  for (const kind of [configuration.tenants, configuration.hosts, configuration.applications]) {
    for (const [dbid, object] of [...kind].sort(([a], [b]) => a - b)) hash.update(`\n${dbid} ${canonical(object)}`);
  }
  for (const [name, { status, mode }] of [...statuses].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\n${name} ${status} ${mode}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** JSON with the keys of objects in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
