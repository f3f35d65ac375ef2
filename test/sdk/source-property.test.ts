import type { DirectoryEvent } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import type { Status } from '@eservices-lb/sdk/wire';
import { statusCodes } from '@eservices-lb/sdk/wire';
import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { Directory } from '../../packages/sdk/src/core/directory/directory.js';
import { fingerprintOf } from '../../packages/sdk/src/core/directory/fingerprint.js';
import { EstateRecord } from '../../packages/sdk/src/source/estate-record.js';
import { inSequence } from '../../packages/sdk/src/source/in-sequence.js';
import type { Position } from '../../packages/sdk/src/source/in-sequence.js';
import { keepingLastGood } from '../../packages/sdk/src/source/last-good.js';
import { refusingOlderEpochs } from '../../packages/sdk/src/source/older-epoch.js';
import { reconnecting } from '../../packages/sdk/src/source/reconnecting.js';
import { holdingSuspectSnapshots } from '../../packages/sdk/src/source/suspect-snapshot.js';
import { aChatServer, aSnapshot, status } from './an-estate.js';

const change = fc.record({
  number: fc.integer({ min: 1, max: 4 }),
  value: fc.constantFrom(...(Object.keys(statusCodes) as Status[])),
  kind: fc.constantFrom('status', 'disabled', 'enabled', 'renamed', 'deleted', 'restart'),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** What one connection does to the events it should deliver: each is a position and what happens there. */
const mishap = fc.record({
  at: fc.integer({ min: 0, max: 12 }),
  what: fc.constantFrom('repeat', 'swap', 'drop', 'cut', 'again', 'stale'),
});
type Mishap = typeof mishap extends fc.Arbitrary<infer T> ? T : never;

interface World {
  /** The event that led to each moment, in order; a snapshot begins each epoch. */
  readonly events: readonly DirectoryEvent[];
}

const servers = [aChatServer(1), aChatServer(2), aChatServer(3), aChatServer(4)];

/** A control server's history; at every `restart` it begins a new epoch with what it knows. */
function worldOf(changes: readonly Change[]): World {
  const record = new EstateRecord();
  const events: DirectoryEvent[] = [];
  const happen = (event: DirectoryEvent): void => {
    record.apply(event);
    events.push(event);
  };
  happen({ type: 'snapshot', snapshot: aSnapshot(servers) });
  for (const { number, value, kind } of changes) {
    const { epoch, revision } = record.version!;
    const version = { epoch, revision: revision + 1 };
    const dbid = 200 + number;
    if (kind === 'restart')
      happen({ type: 'snapshot', snapshot: { ...record.snapshot(), epoch: epoch + 1, revision: 1 } });
    else if (kind === 'status')
      happen({ type: 'status', change: { ...version, ...status(`ChatServer_${number}`, value) } });
    else if (kind === 'deleted')
      happen({ type: 'configuration', change: { ...version, change: 'deleted', kind: 'application', dbid } });
    else {
      const state = kind === 'disabled' ? 'disabled' : 'enabled';
      const name = kind === 'renamed' ? `Renamed_${number}` : `ChatServer_${number}`;
      const object = aChatServer(number, { state, name });
      happen({ type: 'configuration', change: { ...version, change: 'changed', kind: 'application', object } });
    }
  }
  return { events };
}

/** What a control server that knows the first `length` events sends to somebody who knows `position`: the rest of the epoch, or everything. */
function deliveryOf({ events }: World, length: number, position: Position): DirectoryEvent[] {
  const record = new EstateRecord();
  let since: DirectoryEvent[] = [];
  let isResumable = false;
  for (const event of events.slice(0, length)) {
    record.apply(event);
    const { epoch, revision } = record.version!;
    if (event.type === 'snapshot') isResumable = false;
    else since.push(event);
    if (position.version?.epoch === epoch && position.version.revision === revision) {
      isResumable = true;
      since = [];
    }
  }
  return isResumable ? since : [{ type: 'snapshot', snapshot: record.snapshot() }];
}

function withMishaps(events: readonly DirectoryEvent[], mishaps: readonly Mishap[], world: World): DirectoryEvent[] {
  let delivered = [...events];
  for (const { at, what } of mishaps) {
    const event = delivered[at];
    const next = delivered[at + 1];
    if (event === undefined) continue;
    if (what === 'repeat') delivered.splice(at, 0, event);
    else if (what === 'swap' && next !== undefined) delivered.splice(at, 2, next, event);
    else if (what === 'drop') delivered.splice(at, 1);
    else if (what === 'cut') delivered = delivered.slice(0, at);
    else if (what === 'again') delivered.push(...delivered.slice(at));
    else if (what === 'stale') delivered.push(world.events[at % world.events.length]!);
  }
  return delivered;
}

/** Connection after connection with its mishaps, then a good one; resolves with the view that this leads to. */
async function viewAfter(
  world: World,
  connections: readonly { length: number; mishaps: readonly Mishap[] }[],
): Promise<string> {
  const clock = new ManualClock();
  const ending = new AbortController();
  const position: Position = { version: undefined };
  const newest = { epoch: undefined, refusingSince: undefined };
  const directory = new Directory(
    () => clock.now(),
    () => undefined,
  );
  let attempt = 0;
  const settled = new AbortController();
  const end = fingerprintOfEnd(world);

  const send = async function* (): AsyncGenerator<DirectoryEvent> {
    const script = connections[attempt++];
    if (script !== undefined) {
      const known = Math.max(1, Math.min(script.length, world.events.length));
      const first = deliveryOf(world, known, position);
      const later = world.events.slice(known);
      yield* withMishaps([...first, ...later], script.mishaps, world);
      throw new Error('cut');
    }
    yield* deliveryOf(world, world.events.length, position);
    settled.abort();
    await new Promise<void>((resolve) => {
      ending.signal.addEventListener('abort', () => resolve());
    });
  };
  const connect = (): AsyncIterable<DirectoryEvent> => inSequence(refusingOlderEpochs(send(), newest, clock), position);
  const live = keepingLastGood(reconnecting(connect, { clock, random: () => 0.5, addressCount: 2 }, ending.signal));
  const reading = (async () => {
    for await (const event of holdingSuspectSnapshots(live, { guardMs: 10_000, clock })) directory.apply(event);
  })();
  for (let turn = 0; turn < 200 && !(settled.signal.aborted && fingerprintOf(directory.snapshot) === end); turn += 1) {
    clock.advance(1_000);
    await setImmediate();
  }
  ending.abort();
  await reading;
  return fingerprintOf(directory.snapshot);
}

/** What somebody sees who starts now. */
function fingerprintOfEnd(world: World): string {
  const directory = new Directory(
    () => 1,
    () => undefined,
  );
  for (const event of deliveryOf(world, world.events.length, { version: undefined })) directory.apply(event);
  return fingerprintOf(directory.snapshot);
}

describe('a source', () => {
  it('ends in the view of a cold start after any interleaving of repetitions, reorderings, gaps and reconnects (F7 to F10, property)', async () => {
    const connection = fc.record({ length: fc.nat(14), mishaps: fc.array(mishap, { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 12 }),
        fc.array(connection, { maxLength: 4 }),
        async (changes, connections) => {
          const world = worldOf(changes);
          expect(await viewAfter(world, connections)).toBe(fingerprintOfEnd(world));
        },
      ),
      { numRuns: 300 },
    );
  });
});
