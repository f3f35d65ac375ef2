import type { DirectoryEvent } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import type { SnapshotMessage } from '@eservices-lb/sdk/wire';
import { keepingLastView, startingFromLastView } from '../../packages/sdk/src/source/last-view.js';
import type { LastView } from '../../packages/sdk/src/source/last-view.js';
import { aChatServer, aSnapshot, status } from './an-estate.js';
import { aStage, pass, settle } from './scripted-events.js';

const full = aSnapshot([aChatServer(1)]);
const said: DirectoryEvent = { type: 'snapshot', snapshot: full };

interface Memory extends LastView {
  readonly written: SnapshotMessage[];
  readings: number;
}

const aMemory = (): Memory => {
  const memory: Memory = {
    ...{ written: [], readings: 0 },
    read: () => {
      memory.readings += 1;
      return Promise.resolve({ snapshot: { ...full, revision: 40 } });
    },
    write: (snapshot) => {
      memory.written.push(snapshot);
      return Promise.resolve(undefined);
    },
  };
  return memory;
};

const statusAt = (revision: number): DirectoryEvent => ({
  type: 'status',
  change: { epoch: 1, revision, ...status('ChatServer_1', revision % 2 === 0 ? 'stopped' : 'running') },
});

describe('keeping the last view', () => {
  it('writes the first one soon, and whatever follows at most every five seconds', async () => {
    const [clock, memory] = [new ManualClock(), aMemory()];
    await using stage = aStage((events) => keepingLastView(events, memory, clock));
    await stage.say(said);
    await pass(clock, 1);
    expect(memory.written).toEqual([full]);

    for (let revision = 2; revision <= 10; revision += 1) await stage.say(statusAt(revision));
    await pass(clock, 4_998);
    expect(memory.written).toHaveLength(1);
    await pass(clock, 2);

    expect(memory.written).toHaveLength(2);
    expect(memory.written[1]).toMatchObject({ revision: 10, statuses: [{}, { status: 'stopped' }] });
  });

  it('writes nothing where nothing changes, nor what it has itself been told from the file', async () => {
    const [clock, memory] = [new ManualClock(), aMemory()];
    await using stage = aStage((events) => keepingLastView(events, memory, clock));

    await stage.say({ ...said, isRemembered: true }, { type: 'heartbeat', version: { epoch: 1, revision: 1 } });
    await pass(clock, 60_000);

    expect(memory.written).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('starting from the last view', () => {
  it('reads it after a second of silence, and not before', async () => {
    const [clock, memory] = [new ManualClock(), aMemory()];
    await using stage = aStage((events) => startingFromLastView(events, memory, clock));
    await settle();

    await pass(clock, 999);
    expect(memory.readings).toBe(0);
    await pass(clock, 1);

    expect(stage.output).toEqual([{ type: 'snapshot', snapshot: { ...full, revision: 0 }, isRemembered: true }]);
  });

  it('reads it at once where the control server is lost at once, and then tells the loss', async () => {
    const [clock, memory] = [new ManualClock(), aMemory()];
    await using stage = aStage((events) => startingFromLastView(events, memory, clock));

    await stage.say({ type: 'lost', reason: 'refused' });

    expect(stage.output.map(({ type }) => type)).toEqual(['snapshot', 'lost']);
  });

  it('does not read it where the control server tells its own', async () => {
    const [clock, memory] = [new ManualClock(), aMemory()];
    await using stage = aStage((events) => startingFromLastView(events, memory, clock));

    await stage.say(said);
    await pass(clock, 10_000);

    expect(memory.readings).toBe(0);
    expect(stage.output).toEqual([said]);
  });
});
