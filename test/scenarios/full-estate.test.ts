import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { estateSnapshotSchema } from '@eservices-lb/sdk/wire';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { beginChat } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

interface Shown {
  readonly application: string;
  readonly work: {
    readonly routingServers: readonly {
      readonly strategies: readonly { readonly name: string; readonly submitted: number }[];
    }[];
  };
}

/** `npm start -- --scenario full`: all of the guide, as real processes but for the Co-Browsing Servers. */
describe('the full estate', () => {
  let estate: Estate;
  let operator: Operator;
  const call = (method: 'get' | 'post' | 'patch', path: string, data?: unknown) =>
    axios.request<unknown>({
      ...{ method, data, url: `${estate.ready.urls.scs[0]}/api/v1${path}` },
      headers: { authorization: `Bearer ${estate.ready.token}` },
    });
  const snapshot = async () => estateSnapshotSchema.parse((await call('get', '/snapshot')).data);

  beforeAll(async () => {
    estate = await startEstate({ scenario: 'full' });
    operator = await operatorOf(estate);
  }, 200_000);
  afterAll(async () => {
    try {
      await operator[Symbol.asyncDispose]();
    } finally {
      await estate.stop();
    }
  }, 60_000);

  it('runs every application that is not a cluster', async () => {
    const { applications } = await snapshot();
    // Capture Points are as Interaction Server says (CP-1): the backup one stands by, and the one without its broker is disabled.
    const notToRun = ['FileCapturePoint_Backup', 'JmsCapturePoint'];
    const clusters = applications.filter(({ type }) => type === 'ApplicationCluster').map(({ name }) => name);

    const expected = [...clusters, ...notToRun].sort();
    await eventually('nothing else not to run', async () => {
      const { statuses } = await snapshot();
      const notRunning = statuses.filter(({ status }) => status !== 'running').map(({ application }) => application);
      return notRunning.sort().join() === expected.join() ? true : undefined;
    });
  });

  it('chats through its real servers, and balances simulated ones beside them', async () => {
    const chat = await beginChat(estate.ready.urls.web[0]!, 'support');

    expect((await chat.call('send', { message: 'hello' })).data.statusCode).toBe(0);
    expect(operator.loadBalancer.select({ tenant: 'Resources', type: 'CoBrowsingServer' }).application).toBe(
      'CoBrowsingServer_2',
    );
  });

  it("balances its routing servers by strategy, as in the guide's example (IXN-1)", async () => {
    const { service } = JSON.parse(
      readFileSync(join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json'), 'utf8'),
    ) as { service: string };
    const url = `http://127.0.0.1:${estate.portBase + 201}/interactions`;
    const interactions = ['a', 'b', 'c'].flatMap((strategy) =>
      [1, 2, 3, 4].map((number) => ({ interactionId: `${strategy}${number}`, media: strategy })),
    );
    for (const one of interactions)
      await axios.post(
        url,
        { tenant: 'Environment', service: 'test', ...one },
        { headers: { authorization: `Bearer ${service}` } },
      );

    const submitted = await eventually('all to be submitted', async () => {
      const { applications } = (await call('get', '/work')).data as { applications: readonly Shown[] };
      const { routingServers } = applications.find(({ application }) => application === 'InteractionServer')!.work;
      const counts = routingServers.map(({ strategies }) =>
        strategies.filter(({ submitted: count }) => count > 0).map((one) => `${one.name} ${one.submitted}`),
      );
      const total = routingServers.flatMap(({ strategies }) => strategies).reduce((sum, one) => sum + one.submitted, 0);
      return total === interactions.length ? counts : undefined;
    });

    expect(submitted).toEqual([
      ['A 4', 'C 2'],
      ['B 4', 'C 2'],
    ]);
  });

  it('loses a host and its applications, and nothing else, until the host is back', async () => {
    await call('post', '/hosts/host_2/disconnect');
    await operator.hasStatus('CallbackServer_2', 'unknown');

    const { applications, statuses } = await snapshot();
    const unknown = statuses.filter(({ status }) => status === 'unknown').map(({ application }) => application);
    const onHost = applications.filter(({ host }) => host === 'host_2').map(({ name }) => name);
    expect(unknown.sort()).toEqual(onHost.sort());

    await call('post', '/hosts/host_2/reconnect');
    await operator.hasStatus('CallbackServer_2', 'running');
  });

  it('keeps the tenants of a running SMS Server until it is restarted (MT-4)', async () => {
    await call('patch', '/applications/SMSServer_2', { tenants: ['Environment', 'Resources'] });
    expect((await call('get', '/applications/SMSServer_2')).data).toMatchObject({ effectiveTenants: ['Environment'] });

    await operator.act('SMSServer_2', 'stop');
    await operator.hasStatus('SMSServer_2', 'stopped');
    await operator.act('SMSServer_2', 'start');
    await operator.hasStatus('SMSServer_2', 'running');

    expect((await call('get', '/applications/SMSServer_2')).data).not.toHaveProperty('effectiveTenants');
  });

  it('refuses a change that leaves numbers without an SMS Server, and names them (SMS-2)', async () => {
    const refused = await call('patch', '/applications/SMSServer_1', { tenants: ['Resources'] }).catch(
      (error: unknown) => (axios.isAxiosError(error) ? error.response : undefined),
    );

    expect(refused?.status).toBe(422);
    expect(JSON.stringify(refused?.data)).toMatch(/\+1650.*SMS-2|SMS-2.*\+1650/);
  });

  it('suspends a simulated server gracefully while its clients are told', async () => {
    await operator.act('CoBrowsingServer_1', 'stop-gracefully');

    const { statuses } = await snapshot();
    expect(statuses.find(({ application }) => application === 'CoBrowsingServer_1')?.mode).toBe('exiting');
    await eventually('the end of CoBrowsingServer_1', async () =>
      (await snapshot()).statuses.find(({ application }) => application === 'CoBrowsingServer_1')?.status === 'stopped'
        ? true
        : undefined,
    );
  });
});
