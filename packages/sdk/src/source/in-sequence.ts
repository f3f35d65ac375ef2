import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Version } from '../wire/snapshot.js';

/** An event is missing between two that came: only a fresh snapshot helps. */
export class EventGapError extends Error {
  override readonly name = 'EventGapError';
  constructor(
    readonly known: Version | undefined,
    readonly received: Version,
  ) {
    const before = known === undefined ? 'no snapshot' : `version ${known.epoch}.${known.revision}`;
    super(`version ${received.epoch}.${received.revision} came after ${before}, so events are missing`);
  }
}

/** Remembers up to where the events are known, over several connections. */
export interface Position {
  version: Version | undefined;
}

/**
 * Passes on what is new, in order; drops what is known already or is of an older epoch, and throws at a gap or a newer epoch that no snapshot
 * explains. At a gap the position is forgotten, so that the next connection asks for a fresh snapshot instead of a resumption.
 */
export async function* inSequence(
  events: AsyncIterable<DirectoryEvent>,
  position: Position,
): AsyncGenerator<DirectoryEvent> {
  for await (const event of events) {
    const version = versionOf(event);
    if (version === undefined || event.type === 'snapshot') {
      position.version = version ?? position.version;
      yield event;
      continue;
    }
    const known = position.version;
    if (known !== undefined && version.epoch < known.epoch) continue;
    const step = known?.epoch === version.epoch ? version.revision - known.revision : NaN;
    const isMissing = event.type === 'heartbeat' ? !(step <= 0) : !(step <= 1);
    if (isMissing) {
      position.version = undefined;
      throw new EventGapError(known, version);
    }
    if (event.type !== 'heartbeat' && step === 1) position.version = version;
    if (event.type === 'heartbeat' || step === 1) yield event;
  }
}

function versionOf(event: DirectoryEvent): Version | undefined {
  switch (event.type) {
    case 'snapshot':
      return { epoch: event.snapshot.epoch, revision: event.snapshot.revision };
    case 'configuration':
    case 'status':
      return { epoch: event.change.epoch, revision: event.change.revision };
    case 'heartbeat':
    case 'rejected':
    case 'unrelated':
      return event.version;
    case 'lost':
    case 'warning':
      return undefined;
  }
}
