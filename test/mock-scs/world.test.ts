import { ConfigurationRefusedError, UnknownObjectError, World } from '@eservices-lb/mock-scs';
import type { WorldEvent } from '@eservices-lb/mock-scs';
import { configurationChangeSchema, snapshotSchema, statusChangeSchema } from '@eservices-lb/sdk/wire';
import { anEstateOf } from './small-estate.js';

const aWorld = (historyLimit = 100): World =>
  new World({ configuration: anEstateOf({ name: 'chat-1' }, { name: 'chat-2' }), epoch: 7, historyLimit });

function eventsOf(world: World, change: () => void): readonly WorldEvent[] {
  const events: WorldEvent[] = [];
  const unsubscribe = world.subscribe((event) => events.push(event));
  change();
  unsubscribe();
  return events;
}

describe('the world', () => {
  it('begins with every application stopped', () => {
    const world = aWorld();

    expect(snapshotSchema.parse(world.snapshot)).toMatchObject({
      epoch: 7,
      revision: 0,
      statuses: [{ application: 'chat-1', status: 'stopped' }, { status: 'stopped' }],
    });
  });

  it('makes one event and one revision of a new status', () => {
    const world = aWorld();

    const [event, ...others] = eventsOf(world, () => {
      world.report('chat-1', 'running', { load: 3 });
    });

    expect(statusChangeSchema.parse(event?.body)).toMatchObject({
      epoch: 7,
      revision: 1,
      application: 'chat-1',
      status: 'running',
      load: 3,
    });
    expect(others).toEqual([]);
  });

  it('makes no event of what is known already', () => {
    const world = aWorld();

    expect(
      eventsOf(world, () => {
        world.report('chat-1', 'stopped');
        world.enable('application', 'chat-1');
      }),
    ).toEqual([]);
  });

  it('disables an application without touching its status', () => {
    const world = aWorld();
    world.report('chat-1', 'running');

    const events = eventsOf(world, () => {
      world.disable('application', 'chat-1');
    });

    expect(events.map(({ body }) => configurationChangeSchema.parse(body))).toMatchObject([
      { change: 'changed', kind: 'application', object: { name: 'chat-1', state: 'disabled' } },
    ]);
    expect(world.status('chat-1').status).toBe('running');
  });

  it('forgets the load of a stopped application', () => {
    const world = aWorld();
    world.report('chat-1', 'running', { load: 3 });

    world.report('chat-1', 'stopped');

    expect(world.status('chat-1').load).toBeUndefined();
  });

  it('refuses a change that leaves a reference to nothing, and stays as it was', () => {
    const world = aWorld();
    const before = world.snapshot;

    expect(() => {
      world.put('application', { ...world.object('application', 'chat-1'), tenants: ['Nowhere'] });
    }).toThrow(ConfigurationRefusedError);
    expect(() => {
      world.remove('host', 'localhost');
    }).toThrow(/unknown host "localhost"/);
    expect(world.snapshot).toEqual(before);
  });

  it('never gives a DBID twice', () => {
    const world = aWorld();
    const removed = world.object('application', 'chat-2');
    world.remove('application', 'chat-2');

    expect(() => {
      world.put('application', { ...removed, name: 'chat-3' });
    }).toThrow(/DBID 2/);
    expect(() => {
      world.put('application', { ...world.object('application', 'chat-1'), dbid: 9 });
    }).toThrow(/keeps its DBID 1/);
  });

  it('does not know what is not configured', () => {
    expect(() => {
      aWorld().report('nobody', 'running');
    }).toThrow(UnknownObjectError);
  });

  it('can be resumed from a version that it remembers, and from no other', () => {
    const world = aWorld(2);
    for (let load = 1; load <= 6; load++) world.report('chat-1', 'running', { load });

    expect(world.eventsSince({ epoch: 7, revision: 4 })?.map(({ body }) => body.revision)).toEqual([5, 6]);
    expect(world.eventsSince({ epoch: 7, revision: 6 })).toEqual([]);
    expect(world.eventsSince({ epoch: 7, revision: 0 })).toBeUndefined();
    expect(world.eventsSince({ epoch: 7, revision: 8 })).toBeUndefined();
    expect(world.eventsSince({ epoch: 6, revision: 6 })).toBeUndefined();
  });
});
