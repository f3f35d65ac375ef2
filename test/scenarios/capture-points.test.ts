import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { estateSnapshotSchema } from '@eservices-lb/sdk/wire';
import axios from 'axios';
import { Pool } from 'pg';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

interface Capturing {
  readonly application: string;
  readonly state: string;
  readonly captured: number;
  readonly problem?: string;
}

/** Interaction Server, its backup, and Capture Points in their processes (CP-1). */
describe('Capture Points of a pair of Interaction Servers', () => {
  let estate: Estate;
  let operator: Operator;
  let pool: Pool;
  let state: string;
  let folder: string;

  const capturing = async (server: string): Promise<readonly Capturing[]> => {
    const url = `${estate.ready.urls.scs[0]}/api/v1/work`;
    const { data } = await axios.get<{
      readonly applications: readonly { application: string; work: { capturePoints?: readonly Capturing[] } }[];
    }>(url, { headers: { authorization: `Bearer ${estate.ready.token}` } });
    return data.applications.find(({ application }) => application === server)?.work.capturePoints ?? [];
  };
  const runs = (server: string, ...capturePoints: readonly string[]) =>
    eventually(
      `${server} to run ${capturePoints.join(', ')}`,
      async () => {
        const running = (await capturing(server)).filter((each) => each.state === 'running');
        return running.map(({ application }) => application).join() === capturePoints.join() ? running : undefined;
      },
      { withinMs: 30_000 },
    );
  const hasStatus = (application: string, status: string): Promise<true> =>
    eventually(`${application} to be ${status}`, async () => {
      const headers = { authorization: `Bearer ${estate.ready.token}` };
      const { data } = await axios.get<unknown>(`${estate.ready.urls.scs[0]}/api/v1/snapshot`, { headers });
      const { statuses } = estateSnapshotSchema.parse(data);
      return statuses.find((each) => each.application === application)?.status === status ? true : undefined;
    });
  const countOf = async (subject: string): Promise<number> => {
    const { rows } = await pool.query('SELECT FROM interaction WHERE subject LIKE $1', [`${subject}%`]);
    return rows.length;
  };
  const put = (name: string, content: object): void => {
    writeFileSync(join(folder, `.${name}`), JSON.stringify(content));
    renameSync(join(folder, `.${name}`), join(folder, name));
  };
  const post = async (subject: string, key: string) => {
    const secret = readFileSync(join(state, 'capture-secret'), 'utf8').trim();
    const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': key };
    return axios.post<{ readonly isNew: boolean }>(
      `http://127.0.0.1:${estate.portBase + 151}/captures`,
      { subject },
      { headers },
    );
  };

  beforeAll(async () => {
    estate = await startEstate({ scenario: join(__dirname, 'capture-points.yaml') });
    operator = await operatorOf(estate);
    state = join(estate.directory, '.eservices-lb', String(estate.portBase));
    folder = join(state, 'captures');
    pool = new Pool({ host: '127.0.0.1', port: estate.portBase + 132, user: 'postgres', database: 'postgres' });
    mkdirSync(folder, { recursive: true });
  }, 90_000);
  afterAll(async () => {
    await pool.end();
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  it('are run by the primary, with its own Capture Points; their status is theirs (CP-3)', async () => {
    await runs('InteractionServer', 'FileCapturePoint', 'DatabaseCapturePoint', 'WebServiceCapturePoint');

    expect(await capturing('InteractionServer_Backup')).toEqual([]);
    await hasStatus('FileCapturePoint', 'running');
    await hasStatus('FileCapturePoint_Backup', 'stopped');
  });

  it('make an interaction of a file, a row and a request, for the tenant that it is for (MT-8)', async () => {
    put('south.json', { subject: 'file', attributes: { Region: 'south' } });
    await pool.query(`INSERT INTO capture_input (subject) VALUES ('row')`);
    expect((await post('request', 'a')).status).toBe(201);

    await eventually('all three', async () => {
      const { rows } = await pool.query<object>('SELECT subject, tenant, queue FROM interaction ORDER BY subject');
      return rows.length === 3 ? rows : undefined;
    }).then((rows) => {
      expect(rows).toEqual([
        { subject: 'file', tenant: 'Resources', queue: 'inbound-email' },
        { subject: 'request', tenant: 'Resources', queue: 'inbound-email' },
        { subject: 'row', tenant: 'Environment', queue: 'inbound-email' },
      ]);
    });
  });

  it('end where they are disabled, and begin anew where they are enabled', async () => {
    await operator.change('DatabaseCapturePoint', { state: 'disabled' });
    await runs('InteractionServer', 'FileCapturePoint', 'WebServiceCapturePoint');

    await operator.change('DatabaseCapturePoint', { state: 'enabled' });
    await eventually('it to run again', async () =>
      (await capturing('InteractionServer')).some((each) => each.application === 'DatabaseCapturePoint')
        ? true
        : undefined,
    );
  });

  it('lose and double nothing when the primary is killed in the middle of its work, and the backup goes on (CP-3)', async () => {
    const [files, rows] = [400, 200];
    for (let number = 0; number < files; number++)
      put(`order-${number}.json`, {
        subject: `killed file ${number}`,
        attributes: { Region: number % 2 === 0 ? 'north' : 'south' },
      });
    await pool.query(`INSERT INTO capture_input (subject) SELECT 'killed row ' || n FROM generate_series(1, $1) AS n`, [
      rows,
    ]);
    await eventually('some captures', async () => ((await countOf('killed')) > 20 ? true : undefined));

    process.kill(estate.pidOf('InteractionServer'), 'SIGKILL');
    await runs('InteractionServer_Backup', 'FileCapturePoint_Backup', 'DatabaseCapturePoint', 'WebServiceCapturePoint');
    await eventually(
      'an empty folder',
      () =>
        [...readdirSync(folder), ...readdirSync(join(folder, '.work', '171'))].some((name) => name.endsWith('.json'))
          ? undefined
          : true,
      { withinMs: 40_000 },
    );
    await eventually('an empty table', async () =>
      (await pool.query(`SELECT FROM capture_input WHERE state <> 'done'`)).rows.length > 0 ? undefined : true,
    );

    expect(await countOf('killed file')).toBe(files);
    expect(await countOf('killed row')).toBe(rows);
    const { data } = await post('request', 'a');
    expect(data.isNew).toBe(false);
    await hasStatus('FileCapturePoint_Backup', 'running');
    await hasStatus('FileCapturePoint', 'stopped');
  }, 60_000);
});
