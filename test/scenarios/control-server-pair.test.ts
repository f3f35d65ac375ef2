import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLoadBalancer } from '@eservices-lb/sdk';
import axios from 'axios';
import { z } from 'zod';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { isAlive } from '../estate/process-of.js';

const mockScs = join(__dirname, '../../packages/mock-scs/dist/main.js');
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
const readySchema = z.object({
  token: z.string(),
  urls: z.object({ scs: z.tuple([z.string(), z.string()]) }),
  processes: z.array(z.object({ application: z.string(), pid: z.number() })),
});

/** `npm start -- --pair`, and kill -9. */
describe('the processes of a control server pair', () => {
  let directory: string;
  let portBase: number;
  let primary: ChildProcess;
  let ready: z.infer<typeof readySchema>;
  const start = (more: readonly string[] = ['--pair']): ChildProcess =>
    spawn(
      process.execPath,
      [
        ...[mockScs, ...more, '--scenario', join(directory, 'scenario.yaml')],
        ...['--port-base', String(portBase), '--ready-file', join(directory, 'ready.json')],
      ],
      { cwd: directory, stdio: 'ignore' },
    );
  const api = (server: 0 | 1, method: 'get' | 'patch', path: string, data?: unknown) =>
    axios.request<unknown>({
      ...{ method, data, url: `${ready.urls.scs[server]}/api/v1${path}`, validateStatus: () => true },
      headers: { authorization: `Bearer ${ready.token}` },
    });
  const healthOf = async (server: 0 | 1): Promise<unknown> =>
    (await api(server, 'get', '/health').catch(() => undefined))?.data;
  const backupPid = (): number => {
    const file = join(directory, '.eservices-lb', String(portBase), 'control-server-backup.json');
    return z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(file, 'utf8'))).pid;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'eservices-lb-pair-'));
    writeFileSync(join(directory, 'scenario.yaml'), scenario);
    portBase = await freePortBase();
    primary = start();
    const file = join(directory, 'ready.json');
    await eventually('the estate', () => (existsSync(file) ? true : undefined), { withinMs: 30_000 });
    ready = readySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  }, 60_000);
  afterAll(async () => {
    primary.kill('SIGTERM');
    const pids = [primary.pid ?? 0, backupPid(), ...ready.processes.map(({ pid }) => pid)];
    await eventually('the end of every process', () => (pids.some(isAlive) ? undefined : true), { withinMs: 15_000 });
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  it('tell both addresses', () => {
    expect(ready.urls.scs.map((url) => new URL(url).port)).toEqual([String(portBase + 90), String(portBase + 91)]);
  });

  it('lose nothing acknowledged and nobody running when the primary is killed, and the SDK goes on', async () => {
    expect((await api(0, 'patch', '/applications/chat', { version: '8.1.5' })).status).toBe(200);
    await using loadBalancer = createLoadBalancer({
      ...{
        application: 'web',
        scs: ready.urls.scs,
        token: ready.token,
        aliasKeys: [Buffer.alloc(32, 1).toString('base64')],
      },
    });
    await loadBalancer.ready();
    const seen = new Set<string | undefined>();
    loadBalancer.subscribe(({ statuses }) => seen.add(statuses.get('chat')?.status));

    const before = loadBalancer.health().epoch;
    primary.kill('SIGKILL');
    await eventually('the takeover', async () =>
      z.object({ role: z.literal('primary') }).safeParse(await healthOf(1)).success ? true : undefined,
    );
    await eventually('the load balancer to be live again', () => {
      expect(loadBalancer.select({ tenant: 'Environment', type: 'ChatServer' }).application).toBe('chat');
      const { source, epoch } = loadBalancer.health();
      return source === 'live' && epoch !== before && seen.size > 0 ? true : undefined;
    });

    expect((await api(1, 'get', '/applications/chat')).data).toMatchObject({ version: '8.1.5', status: 'running' });
    expect([...seen]).toEqual(['running']);
  });

  it('let nobody begin the estate a second time who would not follow', async () => {
    const second = start([]);
    const [code] = (await once(second, 'exit')) as [number];

    expect(code).toBe(1);
    expect(ready.processes.every(({ pid }) => isAlive(pid))).toBe(true);
  });

  it('make of the former primary, started again, the backup that follows', async () => {
    primary = start();

    await eventually('the pair to be in step', async () =>
      z.object({ role: z.literal('backup'), isInStep: z.literal(true) }).safeParse(await healthOf(0)).success
        ? true
        : undefined,
    );
    expect(ready.processes.every(({ pid }) => isAlive(pid))).toBe(true);
  });
});
