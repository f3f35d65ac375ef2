import type { Contact } from './core/directory/directory.js';
import { fingerprintOf } from './core/directory/fingerprint.js';
import type { Snapshot } from './core/directory/snapshot.js';
import type { Health } from './load-balancer.js';
import type { DirectorySource } from './source/directory-source.js';

/** Reports how fresh the view is. The fingerprint is computed once per view. */
export function healthReporter(kind: DirectorySource['kind']): (view: HealthInput) => Health {
  const fingerprints = new WeakMap<Snapshot, string>();
  return ({ snapshot, contact, now, listenerFailures }) => {
    const fingerprint = fingerprints.get(snapshot) ?? fingerprintOf(snapshot);
    fingerprints.set(snapshot, fingerprint);
    return {
      source: kind === 'file' ? 'file' : contact.isLive ? 'live' : 'stale',
      ageMs: contact.lastHeard === undefined ? Infinity : now - contact.lastHeard,
      epoch: snapshot.epoch,
      revision: snapshot.revision,
      fingerprint,
      listenerFailures,
      ...(!contact.isLive && { reason: contact.reason }),
    };
  };
}

export interface HealthInput {
  readonly snapshot: Snapshot;
  readonly contact: Contact;
  /** Monotonic ms. */
  readonly now: number;
  readonly listenerFailures: number;
}
