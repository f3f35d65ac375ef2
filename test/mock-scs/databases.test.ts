import { resolveConnections, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';
import type { Command, KnownDatabase, LocalControlAgentLink, Registration } from '@eservices-lb/mock-scs/lca';
import request from 'supertest';
import { startOrder } from '../../packages/mock-scs/src/estate/start-order.js';
import { eventually } from '../estate/eventually.js';
import { anEstate } from './small-estate.js';

const startInfo = { commandLine: 'true' };
const estate = anEstate({
  databases: [{ dbid: 1, name: 'Interactions', tenants: ['Environment'] }],
  hosts: [
    { dbid: 1, name: 'localhost', address: '127.0.0.1' },
    { dbid: 2, name: 'far', address: '192.0.2.1' },
  ],
  applications: [
    { name: 'DBServer_1', type: 'DBServer', ports: [{ port: 8211 }], startInfo },
    {
      ...{ name: 'DAP_1', type: 'DatabaseAccessPoint', database: 'Interactions' },
      connections: [{ application: 'DBServer_1' }],
    },
    {
      ...{ name: 'DAP_2', type: 'DatabaseAccessPoint', database: 'Interactions', host: 'far', ports: [{ port: 5432 }] },
      options: { database: { name: 'ixn', user: 'ixn' }, other: { key: 'value' } },
    },
    {
      ...{ name: 'DAP_3', type: 'DatabaseAccessPoint', database: 'Interactions', state: 'disabled' },
      connections: [{ application: 'DBServer_1' }],
    },
    {
      ...{ name: 'Primary', type: 'InteractionServer', redundancyType: 'warm', backup: 'Backup', startInfo },
      connections: ['DAP_1', 'DAP_2', 'DAP_3'].map((application) => ({ application })),
    },
    { name: 'Backup', type: 'InteractionServer', redundancyType: 'warm', isPrimary: false, tenants: [], startInfo },
  ],
});
const first: KnownDatabase = { name: 'Interactions', identity: 'a1' };
const other: KnownDatabase = { name: 'Interactions', identity: 'b2' };

describe('Database Access Points', () => {
  it('lead through their DB Server, else by their own host and port; one that is disabled leads nowhere (IXN-8)', () => {
    const primary = estate.applications.find(({ name }) => name === 'Primary');

    expect(resolveConnections(estate, primary!)).toEqual([
      {
        ...{ application: 'DAP_1', type: 'DatabaseAccessPoint', host: '127.0.0.1', port: 8211, secure: false },
        ...{ database: 'Interactions', through: 'DBServer_1' },
      },
      {
        ...{ application: 'DAP_2', type: 'DatabaseAccessPoint', host: '192.0.2.1', port: 5432, secure: false },
        ...{ database: 'Interactions', databaseOptions: { name: 'ixn', user: 'ixn' } },
      },
    ]);
  });

  it('have those that use them, and their backups, start after the DB Servers', () => {
    const after = Object.fromEntries(
      startOrder(estate).map(({ application, after }) => [application.name, [...after]]),
    );

    expect(after).toEqual({ DBServer_1: [], Primary: ['DBServer_1'], Backup: ['DBServer_1', 'Primary'] });
  });
});

describe('the database that a pair of Interaction Servers works with (IXN-9)', () => {
  let scs: MockScs;
  let links: LocalControlAgentLink[];
  const commands: string[] = [];

  const link = (application: string, onConfiguration?: (registration: Registration) => void): LocalControlAgentLink => {
    const connected = connectToLocalControlAgent({
      ...{ application, scs: [scs.url], secret: scs.secretOf(application) },
      onCommand: (command: Command) => commands.push(`${application}: ${command}`),
      ...(onConfiguration && { onConfiguration }),
    });
    links.push(connected);
    return connected;
  };
  /** As an application that starts, learns, and ends again, or stays. */
  const workedWithAtStart = async (application: string): Promise<KnownDatabase | undefined> => {
    const linked = link(application);
    const { workedWith } = await linked.registered;
    await linked.close();
    return workedWith;
  };
  const stop = async (application: string, linked: LocalControlAgentLink, isInOrder: boolean): Promise<void> => {
    if (isInOrder) linked.report('stop-pending');
    await linked.close();
    await eventually('the end', () => (scs.world.status(application).status === 'stopped' ? true : undefined));
  };
  const confirm = (application: string, token = scs.token) =>
    request(scs.url).post(`/api/v1/applications/${application}/confirm-database`).auth(token, { type: 'bearer' });

  beforeEach(async () => {
    links = [];
    commands.length = 0;
    scs = await startMockScs({ configuration: estate, heartbeatMs: 200 });
  });
  afterEach(async () => {
    await Promise.all(links.map((each) => each.close()));
    await scs.close();
  });

  it('is told to the backup at once and at its start, and whose backup it is', async () => {
    const told: Registration[] = [];
    expect(await link('Backup', (registration) => told.push(registration)).registered).toMatchObject({
      primary: 'Primary',
    });
    const primary = link('Primary');
    expect((await primary.registered).primary).toBeUndefined();

    primary.reportDatabase({ workedWith: first });

    await eventually('the backup to be told', () => (told.at(-1)?.workedWith?.identity === 'a1' ? true : undefined));
    await links[0]?.close();
    expect(await workedWithAtStart('Backup')).toEqual(first);
  });

  it('is remembered after a crash of the one that worked with it, whoever starts then', async () => {
    const primary = link('Primary');
    await primary.registered;
    primary.reportDatabase({ workedWith: first });
    await eventually('the report', () => (scs.links.isLinked('Primary') ? true : undefined));
    await stop('Primary', primary, false);

    expect(await workedWithAtStart('Primary')).toEqual(first);
    expect(await workedWithAtStart('Backup')).toEqual(first);
  });

  it('is forgotten when both were stopped in order: then the database may be changed, as the guide says', async () => {
    const [primary, backup] = [link('Primary'), link('Backup')];
    await Promise.all([primary.registered, backup.registered]);
    primary.reportDatabase({ workedWith: first });
    backup.report('running');
    await eventually('the backup to run', () => (scs.world.status('Backup').status === 'running' ? true : undefined));

    await stop('Primary', primary, true);
    expect(await workedWithAtStart('Primary')).toEqual(first);
    await stop('Backup', backup, true);
    const again = link('Primary');
    expect((await again.registered).workedWith).toEqual(first);
    await stop('Primary', again, true);

    expect(await workedWithAtStart('Primary')).toBeUndefined();
  });

  it('is told again by an application whose control server was restarted', async () => {
    const primary = link('Primary');
    await primary.registered;
    primary.reportDatabase({ workedWith: first });
    const { port } = scs;
    const { masterSecret } = scs.secrets;
    await scs.close();
    scs = await startMockScs({ configuration: estate, heartbeatMs: 200, port, secrets: { masterSecret } });

    const told: Registration[] = [];
    await link('Backup', (registration) => told.push(registration)).registered.then((registration) =>
      told.push(registration),
    );
    await eventually('the backup to be told', () => (told.at(-1)?.workedWith?.identity === 'a1' ? true : undefined));
  });

  it('is changed by an operator only where another one was found: he is told of it, and his word reaches the server', async () => {
    const [primary, backup] = [link('Primary'), link('Backup')];
    await Promise.all([primary.registered, backup.registered]);
    primary.reportDatabase({ workedWith: first });
    backup.reportDatabase({ unconfirmed: other });
    backup.report('service-unavailable');
    await eventually('the notice', () => scs.world.notices.find(({ code }) => code === 'DATABASE_NOT_CONFIRMED'));

    expect(scs.world.notices.filter(({ code }) => code === 'DATABASE_NOT_CONFIRMED')).toMatchObject([
      {
        ...{ level: 'error', rule: 'IXN-9' },
        message: expect.stringMatching(
          /"Backup" finds the database "Interactions" \(b2\), but its pair worked with "Interactions" \(a1\)/,
        ),
      },
    ]);
    expect((await confirm('Primary')).body).toMatchObject({
      error: { message: expect.stringContaining('it waits for no confirmation') },
    });
    await confirm('Primary').expect(409);
    await confirm('DBServer_1').expect(409);
    await confirm('Nobody').expect(404);
    await confirm('Backup', scs.access.tokens.issue({ name: 'a reader', role: 'read' })).expect(403);
    expect(commands.filter((command) => command.endsWith('confirm-database'))).toEqual([]);

    await confirm('Backup', scs.access.tokens.issue({ name: 'an operator', role: 'operate' })).expect(200);

    await eventually('the command', () => (commands.includes('Backup: confirm-database') ? true : undefined));
    const { body } = await request(scs.url).get('/api/v1/audit').auth(scs.token, { type: 'bearer' });
    expect(body).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({
          actor: 'an operator',
          path: '/api/v1/applications/Backup/confirm-database',
          status: 200,
        }),
      ]),
    });
  });
});
