import { startMockScs, World } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { anEstate } from './small-estate.js';

const tenants = [
  { dbid: 1, name: 'Environment' },
  { dbid: 2, name: 'Resources' },
];

function aWorldWith(type: string, version = '8.1.4'): World {
  const world = new World({
    configuration: anEstate({ tenants, applications: [{ name: 'server', type, version, simulated: true }] }),
    epoch: 1,
  });
  world.report('server', 'running');
  return world;
}

function assign(world: World, ...names: string[]): void {
  world.put('application', { ...world.object('application', 'server'), tenants: names });
}

describe('a change of tenants (MT-4)', () => {
  it.each([
    ['SMSServer', '8.1.4'],
    ['SocialMessagingServer', '8.1.4'],
    ['InteractionServer', '8.1.1'],
    ['InteractionServer', '8.1.1.13'],
    ['InteractionServer', '8.1.100.05'],
    ['InteractionServer', '7.6'],
  ])('waits for the restart of %s %s', (type, version) => {
    const world = aWorldWith(type, version);

    assign(world, 'Environment', 'Resources');

    expect(world.object('application', 'server').tenants).toEqual(['Environment', 'Resources']);
    expect(world.status('server').tenants).toEqual(['Environment']);
    expect(world.inForce('server').tenants).toEqual(['Environment']);
  });

  it.each([
    ['InteractionServer', '8.1.2'],
    ['InteractionServer', '8.1.200.05'],
    ['InteractionServer', '9.0'],
    ['ChatServer', '8.1.0'],
    ['UniversalContactServer', '7.6'],
  ])('is in force at once for %s %s', (type, version) => {
    const world = aWorldWith(type, version);

    assign(world, 'Resources');

    expect(world.status('server').tenants).toBeUndefined();
    expect(world.inForce('server').tenants).toEqual(['Resources']);
  });

  it.each([
    ['waits for the restart of Interaction Server 8.1.1', '8.1.1', ['Environment']],
    ['is in force at once for Interaction Server 8.1.2', '8.1.2', ['Resources']],
  ])('%s of type T-Server, too (MT-6)', (_case, version, inForce) => {
    const applications = [{ name: 'server', type: 'TServer', version, simulated: true }];
    const switches = [{ dbid: 1, name: 'Multimedia', tenant: 'Environment', application: 'server' }];
    const world = new World({ configuration: anEstate({ tenants, applications, switches }), epoch: 1 });
    world.report('server', 'running');

    assign(world, 'Resources');

    expect(world.inForce('server').tenants).toEqual(inForce);
  });

  it('is in force after the restart', () => {
    const world = aWorldWith('SMSServer');
    assign(world, 'Resources');

    world.report('server', 'stopped');
    world.report('server', 'running');

    expect(world.status('server').tenants).toBeUndefined();
    expect(world.inForce('server').tenants).toEqual(['Resources']);
  });

  it('is nothing to wait for when it is taken back', () => {
    const world = aWorldWith('SMSServer');
    assign(world, 'Resources');
    assign(world, 'Environment');

    expect(world.status('server').tenants).toBeUndefined();
  });

  it('keeps the tenants that the instance was started with through several changes', () => {
    const world = aWorldWith('SMSServer');
    assign(world, 'Resources');
    assign(world, 'Environment', 'Resources');

    expect(world.status('server').tenants).toEqual(['Environment']);
  });

  it('is nothing to wait for where the application is stopped', () => {
    const world = aWorldWith('SMSServer');
    world.report('server', 'stopped');

    assign(world, 'Resources');

    expect(world.status('server').tenants).toBeUndefined();
  });

  it('is told by the API as the tenants in force', async () => {
    const configuration = anEstate({ tenants, applications: [{ name: 'server', type: 'SMSServer', simulated: true }] });
    await using scs = await startMockScs({ configuration });
    scs.simulated.startAtOnce('server');

    const { body } = await request(scs.url)
      .patch('/api/v1/applications/server')
      .set('Authorization', `Bearer ${scs.token}`)
      .send({ tenants: ['Resources'] })
      .expect(200);

    expect(body).toMatchObject({ tenants: ['Resources'], effectiveTenants: ['Environment'] });
  });
});
