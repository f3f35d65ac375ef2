import fc from 'fast-check';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { fileStore, startMockScs } from '@eservices-lb/mock-scs';
import type { Configuration, MockScs, MockScsOptions } from '@eservices-lb/mock-scs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEstate } from './small-estate.js';
import { WatchedFiles } from './watched-files.js';

const scenario = (): Configuration =>
  anEstate({
    applications: [
      { name: 'Chat', simulated: true },
      { name: 'Cache', simulated: true, dbid: 7 },
    ],
  });

const oneOfEachKind = [
  ['tenants', { dbid: 20, name: 'T' }],
  ['hosts', { dbid: 20, name: 'H', address: '127.0.0.1' }],
  ['switches', { dbid: 20, name: 'S', tenant: 'Environment' }],
  ['databases', { dbid: 20, name: 'D', tenants: ['Environment'] }],
  ['strategies', { dbid: 20, name: 'St', tenant: 'Environment' }],
  ['training-jobs', { dbid: 20, name: 'J', tenant: 'Environment' }],
  ['applications', { dbid: 20, name: 'A', type: 'ChatServer', tenants: ['Environment'], host: 'localhost' }],
] as const;

describe('the configuration of a control server with a store', () => {
  let directory: string;
  let running: MockScs[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'persistence-'));
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((scs) => scs.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  const start = async (options: Partial<MockScsOptions> = {}): Promise<MockScs> => {
    const store = fileStore(directory);
    const scs = await startMockScs({ configuration: scenario(), store, ...options });
    running.push(scs);
    return scs;
  };
  const restart = async (scs: MockScs, options: Partial<MockScsOptions> = {}): Promise<MockScs> => {
    await scs.close();
    return start(options);
  };
  const ask = async (scs: MockScs, method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${scs.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${scs.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const codes = (scs: MockScs): readonly string[] => scs.world.notices.map(({ code }) => code);

  it('survives a restart: an added object of each kind, a changed one, a deleted one', async () => {
    const scs = await start();
    for (const [path, object] of oneOfEachKind) {
      expect((await ask(scs, 'PUT', `${path}/${object.name}`, object)).status).toBe(201);
    }
    expect((await ask(scs, 'PATCH', 'applications/Chat', { options: { z: { b: '1', a: '2' } } })).status).toBe(200);
    expect((await ask(scs, 'DELETE', 'applications/Cache')).status).toBe(204);
    const before = scs.world.configuration;

    const again = await restart(scs);

    expect(JSON.stringify(again.world.configuration)).toBe(JSON.stringify(before));
    for (const [path, object] of oneOfEachKind) {
      expect((await ask(again, 'GET', `${path}/${object.name}`)).status).toBe(200);
    }
    expect(codes(again)).toEqual(['CONFIGURATION_RESTORED']);
    expect(again.world.notices[0]?.message).toContain('9 saved changes');
  });

  it('never gives the DBID of an object again that was deleted before a restart', async () => {
    const scs = await start();
    await ask(scs, 'DELETE', 'applications/Cache');
    const twice = await restart(await restart(scs));

    const answer = await ask(twice, 'PUT', 'applications/New', {
      dbid: 7,
      type: 'ChatServer',
      tenants: ['Environment'],
    });

    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('DBID 7 belonged to a deleted application');
  });

  it('survives a restart with every application that a burst disabled, and enables them again with their host', async () => {
    const scs = await start();
    expect((await ask(scs, 'POST', 'hosts/localhost/disable')).status).toBe(200);

    const again = await restart(scs);

    expect(again.world.object('host', 'localhost').state).toBe('disabled');
    expect(again.world.configuration.applications.map(({ state }) => state)).toEqual(['disabled', 'disabled']);
    await ask(again, 'POST', 'hosts/localhost/enable');
    const third = await restart(again);
    expect(third.world.configuration).toEqual(scenario());
  });

  it('survives a restart where a tenant and an application were disabled', async () => {
    const scs = await start();
    await ask(scs, 'POST', 'applications/Chat/disable');
    await ask(scs, 'POST', 'tenants/Environment/disable');

    const again = await restart(scs);

    expect(again.world.object('tenant', 'Environment').state).toBe('disabled');
    expect(again.world.object('application', 'Chat').state).toBe('disabled');
  });

  it('has a higher epoch after every start and every new history, although the clock goes back', async () => {
    const scs = await start({ clock: new ManualClock() });
    scs.world.beginEpoch(6_000_000);
    const again = await restart(scs, { clock: new ManualClock() });

    expect(again.world.version).toEqual({ epoch: 6_000_001, revision: 0 });
    const fresh = await restart(again, { clock: new ManualClock(), fresh: true });
    expect(fresh.world.version.epoch).toBe(6_000_002);
  });

  it('keeps no run state: nothing runs after a restart', async () => {
    const scs = await start();
    scs.world.report('Chat', 'running');

    expect((await restart(scs)).world.status('Chat').status).toBe('stopped');
  });

  it('is that of the scenario again when a fresh start is asked for, and the changes are set aside', async () => {
    const scs = await start();
    await ask(scs, 'POST', 'applications/Chat/disable');

    const fresh = await restart(scs, { fresh: true });

    expect(fresh.world.configuration).toEqual(scenario());
    expect(fresh.world.notices).toMatchObject([{ level: 'warning', code: 'CONFIGURATION_SET_ASIDE' }]);
    expect(fresh.world.notices[0]?.message).toContain('so 1 saved change is not in force; what was stored is kept in');
    expect(readFileSync(join(directory, 'configuration.journal.set-aside-1'), 'utf8')).toContain('"Chat"');
  });

  it('is that of the scenario when the scenario has changed, and the changes are set aside', async () => {
    const scs = await start();
    await ask(scs, 'POST', 'applications/Chat/disable');
    const changed = anEstate({ applications: [{ name: 'Other' }] });

    const again = await restart(scs, { configuration: changed });

    expect(again.world.configuration).toEqual(changed);
    expect(again.world.notices[0]?.message).toContain('the scenario is another than before');
  });

  it('sets nothing aside where nothing was changed', async () => {
    const again = await restart(await start(), { configuration: anEstate({ applications: [{ name: 'Other' }] }) });

    expect(codes(again)).toEqual([]);
  });

  it('is that of the scenario where the base file is corrupt, which is set aside and said', async () => {
    const scs = await start();
    await ask(scs, 'POST', 'applications/Chat/disable');
    await scs.close();
    writeFileSync(join(directory, 'configuration.base'), 'nonsense');

    const again = await start();

    expect(again.world.configuration).toEqual(scenario());
    expect(codes(again)).toEqual(['CONFIGURATION_SET_ASIDE']);
    expect(again.world.notices[0]?.message).toContain('cannot be used: its checksum is wrong');
    expect(readFileSync(join(directory, 'configuration.base.set-aside-1'), 'utf8')).toBe('nonsense');
  });

  it('keeps what comes before damage in the middle, and says so', async () => {
    const scs = await start();
    for (const name of ['T1', 'T2', 'T3']) await ask(scs, 'PUT', `tenants/${name}`, { dbid: 30 + Number(name[1]) });
    await scs.close();
    const journal = join(directory, 'configuration.journal');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"T2"', '"T9"'));

    const again = await start();

    expect(again.world.configuration.tenants.map(({ name }) => name)).toEqual(['Environment', 'T1']);
    expect(codes(again)).toEqual(['CONFIGURATION_RESTORED', 'CONFIGURATION_SET_ASIDE']);
    expect((await restart(again)).world.has('tenant', 'T1')).toBe(true);
  });

  it('is answered only when it is durable, and many concurrent changes share their syncs', async () => {
    const files = new WatchedFiles();
    const scs = await start({ store: fileStore(directory, { files }) });
    const before = files.syncs;

    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => ask(scs, 'PUT', `tenants/T${index}`, { dbid: 100 + index })),
    );

    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(files.syncs - before).toBeLessThan(100);
    expect((await fileStore(directory).load())?.configuration.tenants).toHaveLength(101);
  });

  it.each(['ENOSPC', 'EACCES'])(
    'is refused with 503 while it cannot be saved (%s), and a repetition makes up for it',
    async (code) => {
      const files = new WatchedFiles();
      const scs = await start({ store: fileStore(directory, { files }) });
      files.failing = code;

      const changes = [
        await ask(scs, 'PUT', 'tenants/T', { dbid: 9 }),
        await ask(scs, 'PATCH', 'tenants/T', { state: 'disabled' }),
        await ask(scs, 'DELETE', 'applications/Cache'),
        await ask(scs, 'POST', 'applications/Chat/disable'),
        await ask(scs, 'POST', 'tenants/T/enable'),
        await ask(scs, 'POST', 'hosts/localhost/disable'),
      ];

      expect(changes.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
      expect(await changes[0]!.json()).toMatchObject({
        error: { code: 'NOT_DURABLE', message: expect.stringContaining(code) },
      });
      expect(codes(scs)).toEqual(['NOT_DURABLE']);
      expect((await ask(scs, 'POST', 'applications/Chat/start')).status).not.toBe(503);
      expect((await ask(scs, 'GET', 'tenants/T')).status).toBe(200);

      files.failing = undefined;
      expect((await ask(scs, 'POST', 'hosts/localhost/disable')).status).toBe(200);
      expect(codes(scs)).toEqual(['NOT_DURABLE', 'DURABLE_AGAIN']);
      const before = scs.world.configuration;
      expect((await restart(scs)).world.configuration).toEqual(before);
    },
  );

  it('cannot be begun where it cannot be saved, and that is told plainly', async () => {
    const files = new WatchedFiles();
    files.failing = 'EACCES';

    await expect(start({ store: fileStore(directory, { files }) })).rejects.toThrow(
      'The place where changes of the configuration are saved cannot be used: EACCES',
    );
  });

  it('reloads as it was after any changes (property)', async () => {
    const name = fc.constantFrom('T1', 'T2', 'T3');
    const change = fc.record({ name, does: fc.constantFrom('put', 'remove', 'enable', 'disable') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 3 }), async (lives) => {
        rmSync(directory, { recursive: true, force: true });
        directory = mkdtempSync(join(tmpdir(), 'persistence-'));
        let scs = await start();
        let dbid = 100;
        for (const life of lives) {
          for (const { name, does } of life) {
            const isThere = scs.world.has('tenant', name);
            if (does === 'put' && !isThere) scs.world.put('tenant', { name, dbid: (dbid += 1), state: 'enabled' });
            if (does === 'remove' && isThere) scs.world.remove('tenant', name);
            if ((does === 'enable' || does === 'disable') && isThere) scs.world[does]('tenant', name);
          }
          const before = scs.world.configuration;
          scs = await restart(scs);
          expect(scs.world.configuration).toEqual(before);
        }
        await scs.close();
        rmSync(directory, { recursive: true, force: true });
      }),
      { numRuns: 15 },
    );
  });
});

describe('durability', () => {
  it('resolves at once without a store', async () => {
    await using scs = await startMockScs({ configuration: scenario() });

    await expect(scs.durability.committed()).resolves.toBeUndefined();
  });

  it('waits for every commitment, and no longer for one that was withdrawn', async () => {
    await using scs = await startMockScs({ configuration: scenario() });
    const withdraw = scs.durability.add(() => Promise.reject(new Error('the backup does not answer')));

    await expect(scs.durability.committed()).rejects.toThrow('the backup does not answer');
    withdraw();
    await expect(scs.durability.committed()).resolves.toBeUndefined();
  });
});
