import { World } from '@eservices-lb/mock-scs';
import type { WorldEvent } from '@eservices-lb/mock-scs';
import { anEstate } from './small-estate.js';

const configuration = anEstate({
  tenants: [
    { dbid: 1, name: 'Environment' },
    { dbid: 2, name: 'Resources' },
  ],
  hosts: [
    { dbid: 1, name: 'localhost', address: '127.0.0.1' },
    { dbid: 2, name: 'other', address: '127.0.0.2' },
  ],
  applications: [
    { name: 'shared', tenants: ['Environment', 'Resources'] },
    { name: 'own', tenants: ['Resources'] },
    { name: 'off', tenants: ['Resources'], state: 'disabled' },
    { name: 'elsewhere', tenants: ['Environment'], host: 'other' },
  ],
});

const aWorld = (): World => new World({ configuration, epoch: 1 });

const statesOf = (world: World): Readonly<Record<string, string>> =>
  Object.fromEntries(world.configuration.applications.map(({ name, state }) => [name, state]));

function changesOf(world: World, change: () => void): readonly string[] {
  const changed: string[] = [];
  const unsubscribe = world.subscribe(({ name, body }: WorldEvent) => {
    if (name === 'configuration' && 'object' in body) changed.push(`${body.kind} ${body.object.name}`);
  });
  change();
  unsubscribe();
  return changed;
}

describe('disabling a host or a tenant', () => {
  it('arrives as a burst of single changes: the host, then each application on it', () => {
    const world = aWorld();

    const changes = changesOf(world, () => {
      world.disable('host', 'localhost');
    });

    expect(changes).toEqual(['host localhost', 'application shared', 'application own']);
    expect(statesOf(world)).toEqual({ shared: 'disabled', own: 'disabled', off: 'disabled', elsewhere: 'enabled' });
  });

  it('disables with a tenant the applications that have no other enabled tenant', () => {
    const world = aWorld();

    world.disable('tenant', 'Resources');
    expect(statesOf(world)).toMatchObject({ shared: 'enabled', own: 'disabled' });

    world.disable('tenant', 'Environment');
    expect(statesOf(world)).toMatchObject({ shared: 'disabled', elsewhere: 'disabled' });
  });

  it('brings back what went with it, and not what was disabled before', () => {
    const world = aWorld();
    world.disable('host', 'localhost');

    world.enable('host', 'localhost');

    expect(statesOf(world)).toEqual({ shared: 'enabled', own: 'enabled', off: 'disabled', elsewhere: 'enabled' });
    expect(world.configuration.applications).toEqual(configuration.applications);
  });

  it('leaves an application disabled that somebody disabled for itself meanwhile', () => {
    const world = aWorld();
    world.disable('host', 'localhost');
    world.enable('application', 'own');
    world.disable('application', 'own');

    world.enable('host', 'localhost');

    expect(statesOf(world)).toMatchObject({ shared: 'enabled', own: 'disabled' });
  });

  it('happens too when the state is changed by a whole new object', () => {
    const world = aWorld();

    world.put('host', { ...world.object('host', 'localhost'), state: 'disabled' });

    expect(statesOf(world)).toMatchObject({ shared: 'disabled' });
  });
});
