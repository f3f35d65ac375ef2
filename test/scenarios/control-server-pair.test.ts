import { once } from 'node:events';
import { join } from 'node:path';
import { createLoadBalancer } from '@eservices-lb/sdk';
import { z } from 'zod';
import { eventually } from '../estate/eventually.js';
import { isAlive } from '../estate/process-of.js';
import { startPair } from '../estate/start-pair.js';
import type { Pair } from '../estate/start-pair.js';

const scenario = `
tenants: [{ dbid: 1, name: Environment }]
hosts: [{ dbid: 1, name: localhost, address: 127.0.0.1 }]
applications:
  - { name: web, dbid: 1, type: WebAPIServer, simulated: true, tenants: [Environment], host: localhost, connections: [{ application: chat }] }
  - name: chat
    dbid: 2
    type: ChatServer
    tenants: [Environment]
    host: localhost
    ports: [{ id: webapi, port: 8111, protocol: chat-flex }]
    annex: { local-control-agent: { secrets: service } }
    startInfo:
      commandLine: node
      commandLineArguments: [${join(__dirname, '../../packages/servers/dist/chat-server/main.js')}]
`;

/** `npm start -- --pair`, and kill -9. */
describe('the processes of a control server pair', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair(scenario);
  }, 60_000);
  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
  }, 30_000);

  it('tell both addresses', () => {
    expect(pair.ready.urls.scs.map((url) => new URL(url).port)).toEqual([
      String(pair.portBase + 90),
      String(pair.portBase + 91),
    ]);
  });

  it('lose nothing acknowledged and nobody running when the primary is killed, and the SDK goes on', async () => {
    expect((await pair.api(0, 'patch', '/applications/chat', { version: '8.1.5' })).status).toBe(200);
    await using loadBalancer = createLoadBalancer({
      ...{
        application: 'web',
        scs: pair.ready.urls.scs,
        token: pair.ready.token,
        aliasKeys: [Buffer.alloc(32, 1).toString('base64')],
      },
    });
    await loadBalancer.ready();
    const seen = new Set<string | undefined>();
    loadBalancer.subscribe(({ statuses }) => seen.add(statuses.get('chat')?.status));

    const before = loadBalancer.health().epoch;
    pair.primary.kill('SIGKILL');
    await eventually('the takeover', async () =>
      z.object({ role: z.literal('primary') }).safeParse(await pair.healthOf(1)).success ? true : undefined,
    );
    await eventually('the load balancer to be live again', () => {
      expect(loadBalancer.select({ tenant: 'Environment', type: 'ChatServer' }).application).toBe('chat');
      const { source, epoch } = loadBalancer.health();
      return source === 'live' && epoch !== before && seen.size > 0 ? true : undefined;
    });

    expect((await pair.api(1, 'get', '/applications/chat')).data).toMatchObject({
      version: '8.1.5',
      status: 'running',
    });
    expect([...seen]).toEqual(['running']);
  });

  it('let nobody begin the estate a second time who would not follow', async () => {
    const second = pair.launch([]);
    const [code] = (await once(second, 'exit')) as [number];

    expect(code).toBe(1);
    expect(pair.ready.processes.every(({ pid }) => isAlive(pid))).toBe(true);
  });

  it('make of the former primary, started again, the backup that follows', async () => {
    pair.startPrimary();

    await eventually('the pair to be in step', async () =>
      z.object({ role: z.literal('backup'), isInStep: z.literal(true) }).safeParse(await pair.healthOf(0)).success
        ? true
        : undefined,
    );
    expect(pair.ready.processes.every(({ pid }) => isAlive(pid))).toBe(true);
  });
});
