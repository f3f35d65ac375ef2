import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { checkOption } from '../errors/check-option.js';
import { messageOf } from '../errors/message-of.js';
import { abortWith } from '../time/abort-with.js';
import type { Clock } from '../time/clock.js';
import { systemClock } from '../time/system-clock.js';
import type { Version } from '../wire/snapshot.js';
import type { DirectorySource, SourcePart } from './directory-source.js';
import { EstateRecord } from './estate-record.js';
import { EventQueue } from './event-queue.js';
import { mergedSnapshot, mergedStatus } from './merged-estate.js';
import type { MergeOrder } from './merged-estate.js';

/**
 * One view from several sources: the configuration from a file and the statuses from a control server, say, or two estates.
 *
 * - Tenants, hosts, applications: those of all sources. Where two have the same DBID or the same name, the object of the source that was given first
 *   counts, whole.
 * - Statuses, by application name: what a control server says counts before what a file says; otherwise the source given first.
 * - A source that is lost keeps its part of the view, while the others' parts go on changing. `health().parts` tells the age of each, and `health().source`
 *   is `stale` while any of them is lost.
 * - The first view comes as soon as every source has told its own, or has said that it cannot.
 *
 * @throws InvalidOptionError
 */
export function merge(...sources: readonly DirectorySource[]): DirectorySource {
  checkOption(sources.length > 0, 'sources', 'at least one DirectorySource', sources);
  sources.forEach((source, index) => {
    checkOption(typeof source.events === 'function', `sources[${index}]`, 'a DirectorySource', source);
  });
  const parts = sources.map((source) => new Part(source));
  return {
    kind: sources.some(({ kind }) => kind === 'live') ? 'live' : 'file',
    parts: () => parts,
    events: (signal, clock = systemClock) => mergedEvents(parts, signal, clock),
  };
}

class Part implements SourcePart {
  readonly source: DirectorySource;
  record = new EstateRecord();
  isLive = false;
  lastHeard: number | undefined;
  reason = 'no answer has come yet';
  hasAnswered = false;

  constructor(source: DirectorySource) {
    this.source = source;
  }

  get kind(): DirectorySource['kind'] {
    return this.source.kind;
  }

  /** `at` is monotonic, in ms. */
  hear(event: DirectoryEvent, at: number): void {
    this.record.apply(event);
    if (event.type === 'warning') return;
    const isRemembered = event.type === 'snapshot' && event.isRemembered === true;
    this.hasAnswered ||= event.type === 'lost' || event.type === 'snapshot';
    if (isRemembered) return;
    this.isLive = event.type !== 'lost' && this.record.version !== undefined;
    this.reason = event.type === 'lost' ? event.reason : '';
    if (event.type !== 'lost') this.lastHeard = at;
  }
}

interface Heard {
  readonly part: Part;
  readonly event: DirectoryEvent;
  /** Monotonic ms. */
  readonly at: number;
}

async function* mergedEvents(
  parts: readonly Part[],
  signal: AbortSignal,
  clock: Clock,
): AsyncGenerator<DirectoryEvent> {
  const ending = new AbortController();
  const unlink = abortWith(ending, signal);
  const queue = new EventQueue<Heard>();
  for (const part of parts) part.record = new EstateRecord();
  const following = parts.map(async (part) => {
    for await (const event of eventsOf(part, ending.signal, clock)) queue.push({ part, event, at: clock.now() });
  });
  const view = new MergedView(parts);
  try {
    for await (const heard of queue.read(ending.signal)) yield* view.after(heard);
  } finally {
    ending.abort();
    unlink();
    await Promise.all(following);
  }
}

/** A source that fails for good is a source lost. */
async function* eventsOf({ source }: Part, signal: AbortSignal, clock: Clock): AsyncGenerator<DirectoryEvent> {
  try {
    yield* source.events(signal, clock);
  } catch (error) {
    yield { type: 'lost', reason: messageOf(error) };
  }
}

/** Tells what the parts amount to after each of their events, in versions of its own. */
class MergedView {
  readonly #parts: readonly Part[];
  readonly #order: MergeOrder;
  #revision = 0;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    const byWord = [...parts].sort((a, b) => Number(b.kind === 'live') - Number(a.kind === 'live'));
    const recordOf = ({ record }: Part): EstateRecord => record;
    this.#order = { configuration: parts.map(recordOf), statuses: byWord.map(recordOf) };
  }

  after({ part, event, at }: Heard): readonly DirectoryEvent[] {
    part.hear(event, at);
    const isFirst = this.#revision === 0;
    const view = !isFirst ? this.#changeAfter(event) : this.#canBegin() ? [this.#snapshot()] : [];
    return event.type === 'lost' || event.type === 'warning' ? [...view, event] : view;
  }

  #canBegin(): boolean {
    return (
      this.#parts.every(({ hasAnswered }) => hasAnswered) &&
      this.#parts.some(({ record }) => record.version !== undefined)
    );
  }

  #changeAfter(event: DirectoryEvent): readonly DirectoryEvent[] {
    switch (event.type) {
      case 'snapshot':
      case 'configuration':
        return [this.#snapshot()];
      case 'status': {
        const status = mergedStatus(this.#order, event.change.application);
        return status === undefined ? [] : [{ type: 'status', change: { ...this.#nextVersion(), ...status } }];
      }
      case 'rejected':
        return [{ ...event, version: this.#nextVersion() }];
      case 'heartbeat':
        return [{ type: 'heartbeat', version: { epoch: this.#epoch, revision: this.#revision } }];
      case 'unrelated':
      case 'lost':
      case 'warning':
        return [];
    }
  }

  #snapshot(): DirectoryEvent {
    return { type: 'snapshot', snapshot: mergedSnapshot(this.#order, this.#nextVersion()) };
  }

  #nextVersion(): Version {
    this.#revision += 1;
    return { epoch: this.#epoch, revision: this.#revision };
  }

  /** The same on every web node that has the same parts. */
  get #epoch(): number {
    return this.#parts.reduce((sum, { record }) => sum + (record.version?.epoch ?? 0), 0);
  }
}
