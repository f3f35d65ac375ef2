import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

const request = { tenant: 'Environment', type: 'ChatServer' };

/** A Chat Server and its backup as real processes. */
describe('a warm standby pair of Chat Servers', () => {
  let estate: Estate;
  let operator: Operator;
  const beginChat = (url: string) => {
    const file = join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json');
    const { service } = JSON.parse(readFileSync(file, 'utf8')) as { service: string };
    const body = { tenant: 'Environment', service: 'support', nickname: 'Ann' };
    const headers = { authorization: `Bearer ${service}` };
    return axios.post<unknown>(`${url}/sessions`, body, { headers, validateStatus: () => true });
  };

  beforeAll(async () => {
    estate = await startEstate({ scenario: join(__dirname, 'warm-standby.yaml') });
    operator = await operatorOf(estate);
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  it('gives clients the primary only, and its backup refuses them (BK-4)', async () => {
    const { url, member } = operator.loadBalancer.select(request);
    const backupUrl = `http://127.0.0.1:${estate.portBase + 112}`;

    expect(member).toBe('primary');
    expect((await beginChat(url)).status).toBe(201);
    expect(await beginChat(backupUrl)).toMatchObject({ status: 503, data: { error: { code: 'NOT_PRIMARY' } } });
  });

  it('takes over when the primary is killed: the same alias leads to the backup, which now takes chats (LB-14)', async () => {
    const { loadBalancer } = operator;
    const { alias } = loadBalancer.select(request);

    process.kill(estate.pidOf('ChatServer_1'), 'SIGKILL');
    const service = await eventually('the backup to serve', () => {
      try {
        const selected = loadBalancer.select(request);
        return selected.member === 'backup' ? selected : undefined;
      } catch {
        return undefined;
      }
    });

    expect(loadBalancer.resolve(alias, request)).toMatchObject({ url: service.url, member: 'backup', state: 'live' });
    await eventually('the backup to take chats', async () =>
      (await beginChat(service.url)).status === 201 ? true : undefined,
    );
  });

  it('stays with the backup when the former primary is started again, until an operator says otherwise (R34)', async () => {
    const { loadBalancer } = operator;
    await operator.act('ChatServer_1', 'start');
    await operator.hasStatus('ChatServer_1', 'running');
    expect(loadBalancer.select(request).member).toBe('backup');

    await operator.act('ChatServer_1', 'switchover');
    await operator.view(({ statuses }) => statuses.get('ChatServer_1')?.mode === 'primary');

    const service = loadBalancer.select(request);
    expect(service.member).toBe('primary');
    await eventually('the primary to take chats', async () =>
      (await beginChat(service.url)).status === 201 ? true : undefined,
    );
  });
});
