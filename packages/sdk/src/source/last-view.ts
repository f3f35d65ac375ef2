import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Clock } from '../time/clock.js';
import type { SnapshotMessage } from '../wire/snapshot.js';
import { EstateRecord } from './estate-record.js';
import { nextWithin, tooLate } from './next-within.js';

/** Where the last view outlives the process. Neither function rejects: what goes wrong comes back as a warning. */
export interface LastView {
  /** The view as it was written, or why there is none; undefined where none was ever written. */
  read(): Promise<{ readonly snapshot: SnapshotMessage } | { readonly warning: string } | undefined>;
  /** Resolves with a warning where the view could not be written. */
  write(snapshot: SnapshotMessage): Promise<string | undefined>;
}

/** So long the control server has to answer before the last view is read. ms */
const patienceMs = 1_000;

/**
 * Puts the last view, marked as remembered, before the events where the control server fails at once or says nothing for a second (F48). The revision
 * is set to 0, so that whatever the control server says then is newer.
 */
export async function* startingFromLastView(
  events: AsyncIterable<DirectoryEvent>,
  lastView: LastView,
  clock: Clock,
): AsyncGenerator<DirectoryEvent> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    const pending = iterator.next();
    const first = await nextWithin(pending, patienceMs, clock);
    const isLost = first !== tooLate && first.done !== true && first.value.type === 'lost';
    if (first === tooLate || isLost) yield* remembered(lastView);
    for (let result = await pending; result.done !== true; result = await iterator.next()) yield result.value;
  } finally {
    await iterator.return?.();
  }
}

async function* remembered(lastView: LastView): AsyncGenerator<DirectoryEvent> {
  const found = await lastView.read();
  if (found === undefined) return;
  if ('warning' in found) yield { type: 'warning', about: 'view-file', message: found.warning };
  else yield { type: 'snapshot', snapshot: { ...found.snapshot, revision: 0 }, isRemembered: true };
}

/** Writing is not done more often than this. ms */
const writeIntervalMs = 5_000;

/** Passes every event on, and keeps what they amount to: soon after the first view, and then at most every five seconds. */
export async function* keepingLastView(
  events: AsyncIterable<DirectoryEvent>,
  lastView: LastView,
  clock: Clock,
): AsyncGenerator<DirectoryEvent> {
  const said = new EstateRecord();
  const warnings: string[] = [];
  let writing: Promise<void> | undefined;
  let lastWarning: string | undefined;
  let cancel: (() => void) | undefined;
  const write = async (): Promise<void> => {
    const warning = await lastView.write(said.snapshot());
    if (warning !== undefined && warning !== lastWarning) warnings.push(warning);
    lastWarning = warning;
  };
  const schedule = (): void => {
    cancel ??= clock.after(writing === undefined ? 0 : writeIntervalMs, () => {
      cancel = undefined;
      writing = write();
    });
  };
  try {
    for await (const event of events) {
      said.apply(event);
      yield event;
      if (changes(event)) schedule();
      for (const message of warnings.splice(0)) yield { type: 'warning', about: 'view-file', message };
    }
  } finally {
    cancel?.();
    await writing;
  }
}

const changes = (event: DirectoryEvent): boolean =>
  event.type === 'configuration' ||
  event.type === 'status' ||
  (event.type === 'snapshot' && event.isRemembered !== true);
