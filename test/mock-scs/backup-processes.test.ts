import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { createLoadBalancer, systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import axios from 'axios';
import { join } from 'node:path';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { anEstate } from './small-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const chatServer = {
  type: 'ChatServer',
  redundancyType: 'warm',
  annex: { 'local-control-agent': { secrets: 'service' } },
  startInfo: {
    commandLine: 'node',
    commandLineArguments: [join(__dirname, '../../packages/servers/dist/chat-server/main.js')],
  },
};

/** Two Chat Servers as processes, and a load balancer that knows them as one alias. */
describe('a warm standby pair of processes', () => {
  let scs: MockScs;
  let loadBalancer: LoadBalancer;
  let ports: { readonly primary: number; readonly backup: number };

  const start = async (timeoutSeconds: number): Promise<void> => {
    const base = await freePortBase();
    ports = { primary: base + 1, backup: base + 2 };
    const configuration = anEstate({
      applications: [
        { ...chatServer, name: 'one', backup: 'two', ports: [{ id: 'webapi', port: ports.primary }] },
        { ...chatServer, name: 'two', isPrimary: false, tenants: [], ports: [{ id: 'webapi', port: ports.backup }] },
        { name: 'web', type: 'WebAPIServer', simulated: true, connections: [{ application: 'one' }] },
        {
          ...{ name: 'scs', type: 'SolutionControlServer', simulated: true },
          options: { general: { 'disconnect-switchover-timeout': String(timeoutSeconds) } },
        },
      ],
    });
    scs = await startMockScs({ configuration, heartbeatMs: 100 });
    for (const name of ['one', 'two']) scs.agent.start(name);
    await holds(() => ['one', 'two'].every((name) => scs.world.status(name).status === 'running'));
    loadBalancer = createLoadBalancer({ application: 'web', scs: [scs.url], token: scs.token });
    await loadBalancer.ready();
  };
  /** Resolves when something is so: now, or at the event after which it is. */
  const holds = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): boolean => isSo() && (resolve(), true);
      if (look()) return;
      const leave = scs.world.subscribe(() => {
        if (look()) leave();
      });
    });
  const isServedBy = (member: 'primary' | 'backup'): Promise<void> =>
    new Promise((resolve) => {
      const look = (): boolean => {
        const [known] = loadBalancer.explain(chat);
        const isIt = known?.selectable === true && loadBalancer.select(chat).member === member;
        if (isIt) resolve();
        return isIt;
      };
      if (look()) return;
      const leave = loadBalancer.subscribe(() => {
        if (look()) leave();
      });
    });
  const modes = (): readonly string[] => ['one', 'two'].map((name) => scs.world.status(name).mode);
  const codes = (): readonly string[] => scs.world.notices.map(({ code }) => code);
  const beginChat = async (
    port: number,
  ): Promise<{ status: number; data: unknown; sentAt: number; answeredAt: number }> => {
    const sentAt = systemClock.now();
    const body = { tenant: 'Environment', service: 'support', nickname: 'Ann' };
    const headers = { authorization: `Bearer ${scs.secrets.service}` };
    const url = `http://127.0.0.1:${port}/sessions`;
    const { status, data } = await axios.post<unknown>(url, body, { headers, validateStatus: () => true });
    return { status, data, sentAt, answeredAt: systemClock.now() };
  };

  afterEach(async () => {
    await loadBalancer.close();
    await scs.close();
  }, 20_000);

  it('goes on with its backup, under the same alias, as soon as its primary was killed, whatever the wait for blips', async () => {
    await start(60);
    const { alias, member } = loadBalancer.select(chat);
    expect(member).toBe('primary');
    expect((await beginChat(ports.primary)).status).toBe(201);
    expect(await beginChat(ports.backup)).toMatchObject({ status: 503, data: { error: { code: 'NOT_PRIMARY' } } });

    const killedAt = systemClock.now();
    process.kill(scs.links.pid('one') ?? NaN, 'SIGKILL');
    await isServedBy('backup');
    const tookMs = systemClock.now() - killedAt;

    expect(loadBalancer.resolve(alias, chat)).toMatchObject({ member: 'backup', port: ports.backup, state: 'live' });
    expect((await beginChat(ports.backup)).status).toBe(201);
    // The wait for blips is 60 s here.
    expect(tookMs).toBeLessThan(30_000);
    expect(codes()).toContain('SWITCHOVER');
  }, 30_000);

  it('is never served by both while an operator changes the roles, and by nobody only for moments (BK-4)', async () => {
    await start(1);
    let isOver = false;
    const ask = async (port: number): Promise<readonly { readonly sentAt: number; readonly answeredAt: number }[]> => {
      const taken = [];
      while (!isOver) {
        const answer = await beginChat(port);
        if (answer.status === 201) taken.push(answer);
      }
      return taken;
    };
    const asking = [ask(ports.primary), ask(ports.backup)];

    const url = `${scs.url}/api/v1/applications/one/switchover`;
    await axios.post(url, undefined, { headers: { authorization: `Bearer ${scs.token}` } });
    expect(modes()).toEqual(['backup', 'primary']);
    await beginChat(ports.backup);
    isOver = true;
    const [former = [], now = []] = await Promise.all(asking);

    const lastOfFormer = Math.max(...former.map(({ sentAt }) => sentAt));
    const firstOfNow = Math.min(...now.map(({ answeredAt }) => answeredAt), Infinity);
    expect(lastOfFormer).toBeLessThan(firstOfNow);
    expect(scs.world.notices.find(({ code }) => code === 'SWITCHOVER')?.message).toMatch(
      /"two" is primary in place of "one", which gave up its role because an operator asked for it; that took 0(\.\d+)? s$/,
    );
  }, 30_000);

  it('does not change its roles for a primary that is silent for a moment (BK-5)', async () => {
    await start(60);
    const pid = scs.links.pid('one') ?? NaN;

    process.kill(pid, 'SIGSTOP');
    await holds(() => scs.world.status('one').status === 'unknown');
    process.kill(pid, 'SIGCONT');
    await holds(() => scs.world.status('one').status === 'running');

    expect(modes()).toEqual(['primary', 'backup']);
    expect(codes()).not.toContain('SWITCHOVER');
  }, 30_000);

  it('takes a silent primary as backup when it is heard again after the wait (BK-4)', async () => {
    await start(0);
    const pid = scs.links.pid('one') ?? NaN;

    process.kill(pid, 'SIGSTOP');
    await isServedBy('backup');
    process.kill(pid, 'SIGCONT');
    await holds(() => scs.world.status('one').status === 'running');

    expect(modes()).toEqual(['backup', 'primary']);
    await eventually('the former primary to refuse', async () =>
      (await beginChat(ports.primary)).status === 503 ? true : undefined,
    );
  }, 30_000);
});
