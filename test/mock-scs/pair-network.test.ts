import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { eventually } from '../estate/eventually.js';
import { anEstate } from './small-estate.js';

const configuration = anEstate({
  applications: [
    { name: 'web', type: 'WebAPIServer', simulated: true, connections: [{ application: 'chat' }] },
    { name: 'chat', ports: [{ id: 'webapi', port: 8111 }] },
  ],
});
const secrets = { masterSecret: 'm'.repeat(43) };
const token = 'a-token-of-the-operator-0123456789';
const chat = { tenant: 'Environment', type: 'ChatServer' };

describe('a pair of control servers over the network', () => {
  let ports: readonly [number, number];
  const running = new Set<MockScs>();
  const start = async (index: 0 | 1): Promise<MockScs> => {
    const scs = await startMockScs({
      ...{ configuration, secrets, token, port: ports[index], heartbeatMs: 1000 },
      pair: { peerUrl: urlOf(index === 0 ? 1 : 0), configured: index === 0 ? 'primary' : 'backup' },
    });
    running.add(scs);
    return scs;
  };
  const urlOf = (index: 0 | 1): string => `http://127.0.0.1:${ports[index]}`;
  const kill = async (scs: MockScs): Promise<void> => {
    running.delete(scs);
    await scs.close();
  };
  const inStep = (scs: MockScs): Promise<true> =>
    eventually('the pair to be in step', () => (scs.pair.isInStep ? true : undefined));
  const isPrimary = (scs: MockScs): Promise<true> =>
    eventually('the takeover', () => (scs.pair.role === 'primary' ? true : undefined));

  beforeEach(async () => {
    ports = [await freePort(), await freePort()];
  });
  afterEach(async () => {
    await Promise.all([...running].map((scs) => scs.close()));
    running.clear();
  });

  it('tells its role, and sends everybody from the backup to the primary', async () => {
    const first = await start(0);
    const second = await start(1);
    await inStep(first);

    const health = async (scs: MockScs) => (await request(scs.url).get('/api/v1/health').expect(200)).body as unknown;
    expect(await health(first)).toMatchObject({ role: 'primary', isInStep: true });
    expect(await health(second)).toMatchObject({ role: 'backup', isInStep: true });
    const refused = await request(second.url).get('/api/v1/snapshot').set('Authorization', `Bearer ${token}`);
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.body).toMatchObject({ error: { code: 'NOT_PRIMARY' } });
  });

  it('lets nobody follow who does not know the secret of the pair', async () => {
    const first = await start(0);
    const stranger = await startMockScs({
      ...{ configuration, token, secrets: { masterSecret: 'x'.repeat(43) }, port: ports[1] },
      pair: { peerUrl: first.url, configured: 'backup' },
    });
    running.add(stranger);

    await kill(first);

    expect(stranger.pair.isInStep).toBe(false);
    expect(stranger.pair.role).toBe('backup');
  });

  describe('with a load balancer and an application server', () => {
    let first: MockScs;
    let second: MockScs;
    let loadBalancer: LoadBalancer;
    let seen: Set<string>;
    let link: ReturnType<typeof connectToLocalControlAgent>;

    beforeEach(async () => {
      first = await start(0);
      second = await start(1);
      first.simulated.startAtOnce('web');
      link = connectToLocalControlAgent({
        ...{ application: 'chat', scs: [urlOf(0), urlOf(1)], secret: first.secretOf('chat') },
        onCommand: () => undefined,
      });
      await link.registered;
      link.report('running');
      loadBalancer = createLoadBalancer({ application: 'web', scs: [urlOf(0), urlOf(1)], token });
      await loadBalancer.ready();
      await eventually('the Chat Server', () => (first.world.status('chat').status === 'running' ? true : undefined));
      await inStep(first);
      seen = new Set();
      loadBalancer.subscribe(({ statuses }) => seen.add(statuses.get('chat')?.status ?? 'none'));
    });
    afterEach(async () => {
      await loadBalancer.close();
      await link.close();
    });

    it('moves them to the backup when the primary is lost, and no selection fails meanwhile (F45)', async () => {
      let failures = 0;
      const select = (): void => {
        try {
          loadBalancer.select(chat);
        } catch {
          failures += 1;
        }
      };

      await kill(first);
      await isPrimary(second);
      await eventually('the load balancer at the other one', () => {
        select();
        const { source, epoch } = loadBalancer.health();
        return source === 'live' && epoch === second.world.version.epoch ? true : undefined;
      });
      await eventually('the link at the other one', () => {
        select();
        return second.links.isLinked('chat') ? true : undefined;
      });

      expect(failures).toBe(0);
      expect([...seen]).toEqual(['running']);
    });

    it('hands over on command, and they follow', async () => {
      await request(first.url).post('/api/v1/switchover').set('Authorization', `Bearer ${token}`).expect(200);

      await eventually('the load balancer at the other one', () => {
        loadBalancer.select(chat);
        return loadBalancer.health().epoch === second.world.version.epoch ? true : undefined;
      });
      await eventually('the link at the other one', () => (second.links.isLinked('chat') ? true : undefined));
      expect([...seen]).toEqual(['running']);
      await inStep(first);
    });

    it('makes stopped what does not link itself to the new primary in time', async () => {
      await link.close();
      await eventually('the end', () => (first.world.status('chat').status === 'stopped' ? true : undefined));
      first.world.report('chat', 'running'); // as if the link had been lost together with the control server
      await first.durability.committed();

      await kill(first);
      await isPrimary(second);

      expect(second.world.status('chat').status).toBe('running');
      await eventually('the grace to be over', () =>
        second.world.status('chat').status === 'stopped' ? true : undefined,
      );
    });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
