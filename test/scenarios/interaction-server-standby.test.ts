import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { Pool } from 'pg';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { loadOfInteractions } from './interaction-load.js';
import type { InteractionLoad } from './interaction-load.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

const request = { tenant: 'Environment', type: 'InteractionServer' };

interface ShownWork {
  readonly isPrimary: boolean;
  readonly database: {
    readonly name?: string;
    readonly identity?: string;
    readonly isConfirmed: boolean;
    readonly problem?: string;
  };
  readonly databaseAccessPoints: readonly {
    readonly application: string;
    readonly state: string;
    readonly statements: number;
    readonly identity?: string;
    readonly problem?: string;
  }[];
}

/** Interaction Server and its backup, two DB Servers in front of one database: all of it real processes. */
describe('a warm standby pair of Interaction Servers', () => {
  let estate: Estate;
  let operator: Operator;
  let pool: Pool;
  let serviceSecret: string;
  let loads = 0;
  let isChanged = false;

  const scs = (method: 'get' | 'post' | 'patch', path: string, body?: object) =>
    axios.request<unknown>({
      ...{ method, url: `${estate.ready.urls.scs[0]}/api/v1${path}`, data: body, validateStatus: () => true },
      headers: { authorization: `Bearer ${estate.ready.token}` },
    });
  const workOf = async (application: string): Promise<ShownWork | undefined> => {
    const { applications } = (await scs('get', '/work')).data as {
      readonly applications: readonly { readonly application: string; readonly work: ShownWork }[];
    };
    return applications.find((each) => each.application === application)?.work;
  };
  const shows = (application: string, holds: (work: ShownWork) => boolean): Promise<ShownWork> =>
    eventually(`${application} to show it`, async () => {
      const work = await workOf(application);
      return work !== undefined && holds(work) ? work : undefined;
    });
  const load = (clients = 8): InteractionLoad =>
    loadOfInteractions({ loadBalancer: operator.loadBalancer, serviceSecret, clients, prefix: `load-${++loads}` });
  const stored = async (prefix = `load-${loads}-`): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ interaction_id: string }>(
      'SELECT interaction_id FROM interaction WHERE interaction_id LIKE $1',
      [`${prefix}%`],
    );
    return rows.map(({ interaction_id }) => interaction_id);
  };
  const everythingIsRoutedOnce = async (): Promise<void> => {
    const places = async (): Promise<readonly string[]> => {
      const { rows } = await pool.query<{ place: string }>(
        `SELECT DISTINCT queue || ' after ' || step AS place FROM interaction WHERE interaction_id LIKE 'load-%'`,
      );
      return rows.map(({ place }) => place);
    };
    await eventually('everything to be routed', async () =>
      (await places()).includes('inbound-sms after 0') ? undefined : true,
    );
    expect(await places()).toEqual(['sorted after 1']);
  };
  const serves = (member: 'primary' | 'backup'): Promise<true> =>
    eventually(`the ${member} to serve`, () => {
      try {
        return operator.loadBalancer.select(request).member === member ? true : undefined;
      } catch {
        return undefined;
      }
    });
  const noticesOf = async (code: string): Promise<readonly { readonly message: string; readonly rule?: string }[]> => {
    const { notices } = (await scs('get', '/notices')).data as {
      readonly notices: readonly { readonly code: string; readonly message: string; readonly rule?: string }[];
    };
    return notices.filter((notice) => notice.code === code);
  };
  const submitTo = async (member: 'primary' | 'backup', interactionId: string) => {
    const { status, data } = await axios.post<{ error?: { code: string; message: string } }>(
      `http://127.0.0.1:${estate.portBase + (member === 'primary' ? 151 : 152)}/interactions`,
      { interactionId, media: 'sms', tenant: 'Environment', service: 'support' },
      { headers: { authorization: `Bearer ${serviceSecret}` }, validateStatus: () => true },
    );
    return { status, code: data.error?.code ?? '', message: data.error?.message ?? '' };
  };
  /** The pair as it was at the beginning. */
  const restore = async (): Promise<void> => {
    if (isChanged) return;
    for (const application of ['InteractionServer', 'InteractionServer_Backup'])
      if ((await workOf(application)) === undefined) await scs('post', `/applications/${application}/start`);
    await operator.hasStatus('InteractionServer', 'running');
    await operator.hasStatus('InteractionServer_Backup', 'running');
    if (operator.loadBalancer.select(request).member === 'backup')
      await operator.act('InteractionServer', 'switchover');
    await shows('InteractionServer', ({ isPrimary }) => isPrimary);
  };

  beforeAll(async () => {
    estate = await startEstate({ scenario: join(__dirname, 'databases.yaml') });
    operator = await operatorOf(estate);
    const secrets = join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json');
    serviceSecret = (JSON.parse(readFileSync(secrets, 'utf8')) as { service: string }).service;
    const address = { host: '127.0.0.1', port: estate.portBase + 132 };
    pool = new Pool({ ...address, user: 'postgres', database: 'postgres', max: 1 });
    await shows('InteractionServer', ({ isPrimary }) => isPrimary);
  }, 90_000);
  afterAll(async () => {
    await pool.end();
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);
  afterEach(restore, 30_000);

  it('spreads its statements over the Database Access Points; one DB Server is killed, and nothing is lost (IXN-8)', async () => {
    const before = await shows('InteractionServer', ({ databaseAccessPoints }) => databaseAccessPoints.length === 2);
    const submissions = load();
    await submissions.more(200);
    process.kill(estate.pidOf('DBServer_1'), 'SIGKILL');
    await submissions.more(300);
    await shows('InteractionServer', ({ databaseAccessPoints: [first] }) => first?.state === 'lost');
    await scs('post', '/applications/DBServer_1/start');
    await shows('InteractionServer', ({ databaseAccessPoints: [first] }) => first?.state === 'in use');
    await submissions.more(100);
    await submissions.stop();

    expect([...(await stored())].sort()).toEqual([...submissions.acknowledged].sort());
    expect(submissions.doubled).toBe(0);
    const after = await shows('InteractionServer', () => true);
    for (const [index, { statements }] of after.databaseAccessPoints.entries())
      expect(statements).toBeGreaterThan((before.databaseAccessPoints[index]?.statements ?? 0) + 20);
  });

  it('is killed under load: the backup takes over, and no acknowledged interaction is lost or doubled', async () => {
    const submissions = load();
    await submissions.more(500);
    process.kill(estate.pidOf('InteractionServer'), 'SIGKILL');
    await submissions.nextAcknowledgement();
    await submissions.more(500);
    await submissions.stop();

    expect(operator.loadBalancer.select(request).member).toBe('backup');
    expect([...(await stored())].sort()).toEqual([...submissions.acknowledged].sort());
    expect(submissions.doubled).toBe(0);
    await everythingIsRoutedOnce();
  });

  it('changes roles under load when an operator asks for it, and nothing is lost or doubled', async () => {
    const submissions = load();
    await submissions.more(200);
    await operator.act('InteractionServer', 'switchover');
    await submissions.more(200);
    await operator.act('InteractionServer', 'switchover');
    await submissions.more(200);
    await submissions.stop();

    expect([...(await stored())].sort()).toEqual([...submissions.acknowledged].sort());
    expect(submissions.doubled).toBe(0);
    await everythingIsRoutedOnce();
  });

  it('stands still, and has lost its role when it goes on: what it is asked then, it does not write (BK-4)', async () => {
    const submissions = load();
    await submissions.more(100);
    const pid = estate.pidOf('InteractionServer');
    process.kill(pid, 'SIGSTOP');
    const late = Array.from({ length: 20 }, (_, at) => submitTo('primary', `late-${at}`));
    await serves('backup');
    await submissions.more(100);
    process.kill(pid, 'SIGCONT');
    const answers = await Promise.all(late);
    await submissions.more(100);
    await submissions.stop();

    expect(new Set(answers.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['503 NOT_PRIMARY']));
    expect(await stored('late-')).toEqual([]);
    expect([...(await stored())].sort()).toEqual([...submissions.acknowledged].sort());
  }, 60_000);

  it('does not switch over while the Local Control Agent of one host is lost, and says why; then it does (IXN-10)', async () => {
    await scs('post', '/hosts/host_2/disconnect');
    process.kill(estate.pidOf('InteractionServer'), 'SIGKILL');

    const [notice] = await eventually('the notice', async () => {
      const notices = await noticesOf('NO_SWITCHOVER');
      return notices.length > 0 ? notices : undefined;
    });
    expect(notice).toMatchObject({
      rule: 'IXN-10',
      message: expect.stringContaining('"host_2" is not connected') as string,
    });
    const { findings } = (await scs('get', '/findings')).data as { readonly findings: readonly { rule: string }[] };
    expect(findings.map(({ rule }) => rule)).toContain('IXN-10');

    await scs('post', '/hosts/host_2/reconnect');
    await serves('backup');
  });

  it('keeps its database when its Database Access Point is changed, and says so; the hazard shows before it happens (IXN-9)', async () => {
    await operator.change('InteractionServer', { connections: [{ application: 'DAP_1' }] });
    const submissions = load(2);
    isChanged = true;
    await operator.change('DAP_1', { database: 'Archive' });
    const { databaseAccessPoints, database } = await shows('InteractionServer', (work) =>
      work.databaseAccessPoints.some(({ state }) => state === 'another database'),
    );
    await submissions.more(100);
    await submissions.stop();

    expect(databaseAccessPoints).toHaveLength(1);
    expect(databaseAccessPoints[0]?.problem).toContain(`works with "Interactions" (${database.identity ?? '?'})`);
    expect([...(await stored())].sort()).toEqual([...submissions.acknowledged].sort());
    const { findings } = (await scs('get', '/findings')).data as {
      readonly findings: readonly { readonly rule: string; readonly message: string }[];
    };
    expect(findings.find(({ rule }) => rule === 'IXN-9')?.message).toContain('after a switchover');
    expect(await noticesOf('DATABASE_NOT_CONFIRMED')).toMatchObject([
      { rule: 'IXN-9', message: expect.stringContaining('"InteractionServer_Backup"') as string },
    ]);
    await operator.hasStatus('InteractionServer_Backup', 'service-unavailable');
  });

  it('does not let a backup work with another database than the primary did, until an operator confirms it (IXN-9)', async () => {
    const backup = 'InteractionServer_Backup';
    const { database } = await shows('InteractionServer', () => true);
    const switchover = await scs('post', '/applications/InteractionServer/switchover');
    expect(switchover.status).toBe(409);
    expect((await submitTo('primary', 'kept')).status).toBe(201);

    // The backup learns from the control server what the primary works with, also after a restart.
    await operator.act(backup, 'kill');
    await operator.act(backup, 'start');
    await operator.hasStatus(backup, 'service-unavailable');
    process.kill(estate.pidOf('InteractionServer'), 'SIGKILL');
    await operator.hasStatus('InteractionServer', 'stopped');
    const refused = await submitTo('backup', 'refused');
    expect(refused).toMatchObject({ status: 503, code: 'DATABASE_NOT_CONFIRMED' });
    expect(refused.message).toContain(database.identity);

    // Either the Database Access Point leads back to the first database …
    await operator.change('DAP_1', { database: 'Interactions' });
    await serves('backup');
    await eventually('the backup to write', async () =>
      (await submitTo('backup', 'back')).status < 300 ? true : undefined,
    );
    expect((await shows(backup, ({ isPrimary }) => isPrimary)).database.identity).toBe(database.identity);

    // … or somebody says that the new one is the right one.
    await operator.change('DAP_1', { database: 'Archive' });
    await operator.act('InteractionServer', 'start');
    await operator.hasStatus('InteractionServer', 'service-unavailable');
    await operator.act(backup, 'kill');
    expect((await scs('post', `/applications/${backup}/confirm-database`)).status).toBe(409);
    await operator.act('InteractionServer', 'confirm-database');
    await serves('primary');
    const confirmed = await shows('InteractionServer', ({ isPrimary }) => isPrimary);
    expect(confirmed.database).toMatchObject({ name: 'Archive', isConfirmed: true });
    expect(confirmed.database.identity).not.toBe(database.identity);
    expect((await submitTo('primary', 'taken')).status).toBe(201);
  });
});
