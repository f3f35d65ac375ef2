import { Client } from 'pg';
import { postgresqlStore, startMockScs } from '@eservices-lb/mock-scs';
import { DamagedStoreError } from '../../packages/mock-scs/src/persistence/damaged-store-error.js';
import { SupersededError } from '../../packages/mock-scs/src/persistence/superseded-error.js';
import type { StoredChange } from '../../packages/mock-scs/src/persistence/stored-change.js';
import type { StoredConfiguration } from '../../packages/mock-scs/src/persistence/stored-configuration.js';
import { startDatabaseProcess } from '../servers/database-process.js';
import { freePort } from '../servers/free-port.js';
import { isPostgresqlInstalled, startPostgresql } from '../servers/postgresql-process.js';
import { anEstateOf } from './small-estate.js';

interface Database {
  readonly url: string;
  stop(): void | Promise<void>;
}

async function embedded(): Promise<Database> {
  const port = await freePort();
  const { stop } = await startDatabaseProcess(port);
  return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, stop };
}

const begun: StoredConfiguration = {
  ...{ fingerprint: 'one', epoch: 1, changes: 0, retired: [] },
  configuration: anEstateOf({ name: 'Chat' }),
};
const putTenant = (dbid: number): StoredChange => ({
  ...{ change: 'put', kind: 'tenant' },
  object: { dbid, name: `Tenant ${dbid}`, state: 'enabled' },
});
const tenants = (stored: StoredConfiguration | undefined): readonly number[] | undefined =>
  stored?.configuration.tenants.map(({ dbid }) => dbid);

describe.each([
  ['embedded PostgreSQL', embedded, true],
  ['the PostgreSQL of this machine', startPostgresql, isPostgresqlInstalled],
])('the store in %s', (_, open, isThere) => {
  if (!isThere) {
    it.skip('is not tested: there is no postgres on this machine (apt-get install postgresql)', () => undefined);
    return;
  }
  let database: Database;
  let estate: string;
  let number = 0;

  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(async () => {
    await database.stop();
  });
  beforeEach(() => {
    number += 1;
    estate = `estate ${number}`;
  });

  const storeOf = (compactEvery = 1000) => postgresqlStore(database.url, { estate, compactEvery });
  const load = async (): Promise<StoredConfiguration | undefined> => {
    const store = storeOf();
    try {
      return await store.load();
    } finally {
      await store.close();
    }
  };
  const query = async (sql: string): Promise<readonly unknown[]> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [estate])).rows;
    } finally {
      await client.end();
    }
  };

  it('loads what was begun with and every change since, apart from other estates', async () => {
    expect(await load()).toBeUndefined();
    const store = storeOf();
    await store.begin(begun);
    await Promise.all([3, 2, 4].map((dbid) => store.append(putTenant(dbid))));
    await store.append({ change: 'deleted', kind: 'tenant', dbid: 2 });
    await store.append({ change: 'epoch', epoch: 9 });
    await store.close();

    expect(tenants(await load())).toEqual([1, 3, 4]);
    expect(await load()).toMatchObject({ epoch: 9, changes: 4, retired: [{ kind: 'tenant', dbid: 2 }] });
    estate = 'another';
    expect(await load()).toBeUndefined();
  });

  it('keeps the order of options', async () => {
    const options = { zeta: { b: '1', a: '2' }, alpha: { '10': 'x', z: 'y' } };
    const store = storeOf();
    await store.begin({ ...begun, configuration: anEstateOf({ name: 'Chat', options }) });
    await store.close();

    expect(JSON.stringify((await load())?.configuration.applications[0]?.options)).toBe(JSON.stringify(options));
  });

  it('puts a new base in place of many changes', async () => {
    const store = storeOf(5);
    await store.begin(begun);
    for (let dbid = 2; dbid <= 12; dbid += 1) await store.append(putTenant(dbid));
    await store.close();

    const changes = await query('SELECT 1 FROM eservices_lb_configuration_changes WHERE estate = $1');
    expect(changes.length).toBeLessThanOrEqual(5);
    expect(tenants(await load())).toHaveLength(12);
  });

  it('keeps what was set aside, under its old fingerprint, and begins a new generation', async () => {
    const store = storeOf();
    await store.begin(begun);
    await store.append(putTenant(2));
    await store.close();
    const again = storeOf();
    await again.load();

    expect(await again.setAside()).toBe(`generation 1 of the estate "${estate}" in the database`);
    expect(await again.load()).toBeUndefined();
    await again.begin({ ...begun, fingerprint: 'two' });
    await again.close();

    expect(tenants(await load())).toEqual([1]);
    const rows = await query(
      'SELECT generation, fingerprint, set_aside FROM eservices_lb_configurations WHERE estate = $1 ORDER BY generation',
    );
    expect(rows).toEqual([
      { generation: 1, fingerprint: 'one', set_aside: true },
      { generation: 2, fingerprint: 'two', set_aside: false },
    ]);
    const kept = 'SELECT 1 FROM eservices_lb_configuration_changes WHERE estate = $1 AND generation = 1';
    expect(await query(kept)).toHaveLength(1);
  });

  it('lets a control server write no more once another has begun with the same estate', async () => {
    const old = storeOf();
    await old.begin(begun);
    const next = storeOf();
    await next.begin((await next.load())!);

    await expect(old.append(putTenant(2))).rejects.toThrow(SupersededError);
    await next.append(putTenant(3));
    await expect(old.append(putTenant(4))).rejects.toThrow(SupersededError);
    await Promise.all([old.close(), next.close()]);

    expect(tenants(await load())).toEqual([1, 3]);
  });

  it('refuses what is no configuration', async () => {
    const store = storeOf();
    await store.begin(begun);
    await store.close();
    await query(`UPDATE eservices_lb_configurations SET base = '{"epoch": 1}' WHERE estate = $1`);

    await expect(load()).rejects.toThrow(DamagedStoreError);
  });

  it('survives the restart of a control server', async () => {
    const configuration = anEstateOf({ name: 'Chat' });
    const first = await startMockScs({ configuration, store: storeOf() });
    const headers = { authorization: `Bearer ${first.token}` };
    const answer = await fetch(`${first.url}/api/v1/hosts/localhost/disable`, { method: 'POST', headers });
    expect(answer.status).toBe(200);
    const before = first.world.configuration;
    await first.close();

    await using again = await startMockScs({ configuration, store: storeOf() });

    expect(again.world.configuration).toEqual(before);
    expect(again.world.version.epoch).toBeGreaterThan(first.world.version.epoch);
  });

  it('says that a change is not stored while the database is away', async () => {
    const store = postgresqlStore(`postgresql://postgres@127.0.0.1:${await freePort()}/postgres`, { estate });

    await expect(store.load()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await store.close();
  });

  it('stores what it could not with the next change that it can', async () => {
    const store = storeOf();
    await store.begin(begun);
    await query(`UPDATE eservices_lb_configurations SET set_aside = true WHERE estate = $1`);
    await expect(store.append(putTenant(2))).rejects.toThrow();
    await query(`UPDATE eservices_lb_configurations SET set_aside = false WHERE estate = $1`);

    await store.append(putTenant(3));
    await store.close();

    expect(tenants(await load())).toEqual([1, 2, 3]);
  });
});
