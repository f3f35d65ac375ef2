import type { Contact } from './core/directory/directory.js';
import { fingerprintOf } from './core/directory/fingerprint.js';
import type { Snapshot } from './core/directory/snapshot.js';
import type { Health } from './load-balancer.js';
import type { DirectorySource } from './source/directory-source.js';

export interface HealthInput {
  readonly kind: DirectorySource['kind'];
  readonly snapshot: Snapshot;
  readonly contact: Contact;
  /** Monotonic ms. */
  readonly now: number;
  readonly listenerFailures: number;
}

/** How fresh the view is. The fingerprint is worked out when it is looked at. */
export function healthOf({ kind, snapshot, contact, now, listenerFailures }: HealthInput): Health {
  return {
    source: kind === 'file' ? 'file' : contact.isLive ? 'live' : 'stale',
    ageMs: contact.lastHeard === undefined ? Infinity : now - contact.lastHeard,
    epoch: snapshot.epoch,
    revision: snapshot.revision,
    get fingerprint() {
      return fingerprintOf(snapshot);
    },
    listenerFailures,
    ...(!contact.isLive && { reason: contact.reason }),
  };
}
