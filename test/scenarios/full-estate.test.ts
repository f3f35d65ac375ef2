import axios from 'axios';
import { estateSnapshotSchema } from '@eservices-lb/sdk/wire';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { beginChat } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

/** `npm start -- --scenario full`: real processes for chat and e-mail, simulated applications for the rest of the guide. */
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
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  it('runs every application that is not a cluster', async () => {
    const { applications, statuses } = await snapshot();
    const clusters = applications.filter(({ type }) => type === 'ApplicationCluster').map(({ name }) => name);

    const notRunning = statuses.filter(({ status }) => status !== 'running').map(({ application }) => application);

    expect(notRunning.sort()).toEqual(clusters.sort());
  });

  it('chats through its real servers, and balances simulated ones beside them', async () => {
    const chat = await beginChat(estate.ready.urls.web[0]!, 'support');

    expect((await chat.call('send', { message: 'hello' })).data.statusCode).toBe(0);
    expect(operator.loadBalancer.select({ tenant: 'Resources', type: 'StatServer' }).application).toBe('StatServer_2');
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
    await operator.act('StatServer_1', 'stop-gracefully');

    const { statuses } = await snapshot();
    expect(statuses.find(({ application }) => application === 'StatServer_1')?.mode).toBe('exiting');
    await eventually('the end of StatServer_1', async () =>
      (await snapshot()).statuses.find(({ application }) => application === 'StatServer_1')?.status === 'stopped'
        ? true
        : undefined,
    );
  });
});
