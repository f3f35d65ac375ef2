import { startMockScs, World } from '@eservices-lb/mock-scs';
import type { MockScs, WorldEvent } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { anEstate } from './small-estate.js';

const configuration = anEstate({
  hosts: [
    { dbid: 1, name: 'localhost', address: '127.0.0.1' },
    { dbid: 2, name: 'other', address: '127.0.0.2' },
  ],
  applications: [
    { name: 'chat-1', simulated: true },
    { name: 'chat-2', simulated: true },
    { name: 'chat-3', host: 'other', simulated: true },
    { name: 'cluster', type: 'ApplicationCluster' },
  ],
});

const aWorld = (): World => {
  const world = new World({ configuration, epoch: 1 });
  for (const name of ['chat-1', 'chat-2', 'chat-3']) world.report(name, 'running', { load: 2 });
  return world;
};

describe('a host whose Local Control Agent is lost', () => {
  it('makes its applications unknown, one event each, and no others', () => {
    const world = aWorld();
    const events: WorldEvent[] = [];
    world.subscribe((event) => events.push(event));

    world.reportHost('localhost', 'disconnected');

    expect(events.map(({ name }) => name)).toEqual(['host-status', 'status', 'status']);
    expect(world.status('chat-1')).toEqual({ application: 'chat-1', status: 'unknown', mode: 'primary' });
    expect(world.status('chat-3').status).toBe('running');
    expect(world.status('cluster').status).toBe('stopped');
    expect(world.snapshot.hostStatuses).toContainEqual({ host: 'localhost', status: 'disconnected' });
  });

  it('shows what became of them meanwhile when it is back', () => {
    const world = aWorld();
    world.reportHost('localhost', 'disconnected');
    world.report('chat-1', 'service-unavailable');
    expect(world.status('chat-1').status).toBe('unknown');

    world.reportHost('localhost', 'running');

    expect(world.status('chat-1')).toMatchObject({ status: 'service-unavailable', load: 2 });
    expect(world.status('chat-2')).toMatchObject({ status: 'running', load: 2 });
  });

  it('keeps an application unknown that is moved to it, until it is moved away', () => {
    const world = aWorld();
    world.reportHost('other', 'disconnected');
    const application = world.object('application', 'chat-1');

    world.put('application', { ...application, host: 'other' });
    expect(world.status('chat-1').status).toBe('unknown');

    world.put('application', application);
    expect(world.status('chat-1').status).toBe('running');
  });

  describe('over HTTP', () => {
    let scs: MockScs;
    const post = (path: string) => request(scs.url).post(`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);

    beforeEach(async () => {
      scs = await startMockScs({ configuration });
    });
    afterEach(() => scs.close());

    it('is disconnected and reconnected on command', async () => {
      const { body } = await post('/hosts/localhost/disconnect').expect(200);

      expect(body).toMatchObject({ name: 'localhost', status: 'disconnected' });
      expect(scs.world.status('chat-1').status).toBe('unknown');

      await post('/hosts/localhost/reconnect').expect(200);
      expect(scs.world.status('chat-1').status).toBe('stopped');
    });

    it('refuses to start or stop what its agent cannot be asked for, and says why', async () => {
      await post('/hosts/localhost/disconnect').expect(200);

      const { body } = await post('/applications/chat-1/start').expect(409);

      expect(body).toMatchObject({
        error: { code: 'IMPOSSIBLE_NOW', message: expect.stringContaining('host "localhost" is not connected') },
      });
    });
  });
});
