import type { Contact } from './core/directory/directory.js';
import { fingerprintOf } from './core/directory/fingerprint.js';
import type { Snapshot } from './core/directory/snapshot.js';
import type { Health } from './load-balancer.js';
import type { DirectorySource, SourcePart } from './source/directory-source.js';
import type { SourceCounts } from './source/source-counts.js';

export interface HealthInput {
  readonly source: DirectorySource;
  readonly snapshot: Snapshot;
  readonly contact: Contact;
  readonly counts: SourceCounts;
  /** Monotonic ms. */
  readonly now: number;
  readonly listenerFailures: number;
  readonly aliasEvictions: number;
}

/** How fresh the view is. The fingerprint is worked out when it is looked at. */
export function healthOf({ source, snapshot, contact, now, ...counted }: HealthInput): Health {
  const parts = source.parts?.().map((part) => partHealth(part, now));
  return {
    ...(parts === undefined ? partHealth({ kind: source.kind, ...contact }, now) : mergedHealth(source.kind, parts)),
    epoch: snapshot.epoch,
    revision: snapshot.revision,
    get fingerprint() {
      return fingerprintOf(snapshot);
    },
    ...counted,
    ...(parts && { parts }),
  };
}

/** A merged source is live while all of its parts are. */
export function isLive(source: DirectorySource, contact: Contact): boolean {
  return source.parts?.().every((part) => part.isLive) ?? contact.isLive;
}

type PartHealth = Pick<Health, 'source' | 'ageMs' | 'reason'>;

function partHealth({ kind, isLive, lastHeard, reason }: SourcePart, now: number): PartHealth {
  return {
    source: kind === 'file' ? 'file' : isLive ? 'live' : 'stale',
    ageMs: lastHeard === undefined ? Infinity : now - lastHeard,
    ...(!isLive && { reason }),
  };
}

/** The age is that of the control server that was heard of longest ago; a file does not age. */
function mergedHealth(kind: DirectorySource['kind'], parts: readonly PartHealth[]): PartHealth {
  const reasons = parts.flatMap(({ reason }, index) =>
    reason === undefined ? [] : [`source ${index + 1}: ${reason}`],
  );
  const ages = parts.filter(({ source }) => source !== 'file' || kind === 'file').map(({ ageMs }) => ageMs);
  return {
    source: kind === 'file' ? 'file' : reasons.length === 0 ? 'live' : 'stale',
    ageMs: Math.max(...ages),
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}
