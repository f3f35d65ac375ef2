import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DamagedStoreError } from '../../packages/mock-scs/src/persistence/damaged-store-error.js';
import { fileStore } from '../../packages/mock-scs/src/persistence/file-store.js';
import type { StoredChange } from '../../packages/mock-scs/src/persistence/stored-change.js';
import type { StoredConfiguration } from '../../packages/mock-scs/src/persistence/stored-configuration.js';
import { anEstateOf } from './small-estate.js';
import { WatchedFiles } from './watched-files.js';

const begun: StoredConfiguration = {
  ...{ fingerprint: 'one', epoch: 1, changes: 0, retired: [] },
  configuration: anEstateOf({ name: 'Chat' }),
};
const putTenant = (dbid: number, state: 'enabled' | 'disabled' = 'enabled'): StoredChange => ({
  ...{ change: 'put', kind: 'tenant' },
  object: { dbid, name: `Tenant ${dbid} – mit „Umlauten“ äöü`, state },
});
const deleteTenant = (dbid: number): StoredChange => ({ change: 'deleted', kind: 'tenant', dbid });

describe('the file store', () => {
  let directory: string;
  let journal: string;
  let base: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'persistence-'));
    journal = join(directory, 'configuration.journal');
    base = join(directory, 'configuration.base');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const tenants = (stored: StoredConfiguration | undefined): readonly number[] | undefined =>
    stored?.configuration.tenants.map(({ dbid }) => dbid);
  const begin = async (files = new WatchedFiles(), compactEvery = 1000) => {
    const store = fileStore(directory, { files, compactEvery });
    await store.load();
    await store.begin(begun);
    return store;
  };

  it('has nothing to load at first', async () => {
    expect(await fileStore(directory).load()).toBeUndefined();
  });

  it('loads what was begun with and every change since, in the same order', async () => {
    const store = await begin();
    await store.append(putTenant(3));
    await store.append(putTenant(2));
    await store.append(putTenant(3, 'disabled'));
    await store.append(deleteTenant(2));
    await store.append({ change: 'epoch', epoch: 7 });
    await store.close();

    const stored = await fileStore(directory).load();

    expect(tenants(stored)).toEqual([1, 3]);
    expect(stored?.configuration.tenants[1]?.state).toBe('disabled');
    expect(stored).toMatchObject({ epoch: 7, changes: 4, retired: [{ kind: 'tenant', dbid: 2 }] });
    expect(stored?.configuration.applications).toEqual(begun.configuration.applications);
  });

  it('shares one sync among changes that come together', async () => {
    const files = new WatchedFiles();
    const store = await begin(files);
    const before = files.syncs;

    await Promise.all(Array.from({ length: 500 }, (_, index) => store.append(putTenant(index + 2))));

    expect(files.syncs - before).toBe(1);
    expect(tenants(await fileStore(directory).load())).toHaveLength(501);
    await store.close();
  });

  it('acknowledges no change before it is synced', async () => {
    const files = new WatchedFiles();
    const store = await begin(files);
    files.steps.length = 0;

    await store.append(putTenant(2)).then(() => files.steps.push('acknowledged'));

    expect(files.steps).toEqual(['write', 'sync', 'acknowledged']);
    await store.close();
  });

  it('writes a new base beside the old one, syncs it, renames it and syncs the directory, in this order', async () => {
    const files = new WatchedFiles();
    const store = await begin(files);

    expect(files.steps).toEqual(['write', 'sync', 'rename', 'syncDirectory']);
    await store.close();
  });

  it('compacts the journal after as many changes as it is told', async () => {
    const store = await begin(new WatchedFiles(), 10);
    for (let dbid = 2; dbid <= 12; dbid += 1) await store.append(putTenant(dbid));

    expect(statSync(journal).size).toBe(0);
    await store.append(putTenant(13));
    expect(tenants(await fileStore(directory).load())).toHaveLength(13);
    await store.close();
  });

  it('takes no change twice when it was interrupted between the new base and the emptying of the journal', async () => {
    const store = await begin();
    await store.append(putTenant(2));
    await store.append(deleteTenant(2));
    await store.append(putTenant(3));
    const before = readFileSync(journal);
    const stored = await store.load();
    await store.begin(stored!);
    await store.close();
    writeFileSync(journal, before);

    expect(await fileStore(directory).load()).toEqual(stored);
  });

  it.each([
    ['torn', (line: string) => line.slice(0, line.length / 2)],
    ['corrupt', (line: string) => line.replace('Tenant 9', 'Tenant 8')],
    ['nonsense', () => '\0\0\0\0\n'],
  ])('ignores a last line that is %s, and writes on behind it', async (_, spoil) => {
    const store = await begin();
    await store.append(putTenant(2));
    const good = readFileSync(journal, 'utf8');
    await store.append(putTenant(9));
    await store.close();
    writeFileSync(journal, good + spoil(readFileSync(journal, 'utf8').slice(good.length)));

    const again = fileStore(directory);
    const stored = await again.load();
    expect(tenants(stored)).toEqual([1, 2]);
    expect(stored?.damage).toBeUndefined();
    await again.begin(stored!);
    await again.append(putTenant(4));
    await again.close();

    expect(tenants(await fileStore(directory).load())).toEqual([1, 2, 4]);
  });

  it('takes nothing behind a line in the middle that cannot be read, and says so', async () => {
    const store = await begin();
    for (const dbid of [2, 3, 4]) await store.append(putTenant(dbid));
    await store.close();
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('Tenant 3', 'Tenant 8'));

    const stored = await fileStore(directory).load();

    expect(tenants(stored)).toEqual([1, 2]);
    expect(stored?.damage).toBe('line 2 of 3 in the journal cannot be read');
  });

  it('refuses a base that is not as it was written, and a journal without one', async () => {
    const store = await begin();
    await store.append(putTenant(2));
    await store.close();
    const whole = readFileSync(base, 'utf8');

    writeFileSync(base, whole.replace('Environment', 'Enwironment'));
    await expect(fileStore(directory).load()).rejects.toThrow(DamagedStoreError);
    writeFileSync(base, whole.slice(0, 40));
    await expect(fileStore(directory).load()).rejects.toThrow('checksum');
    rmSync(base);
    await expect(fileStore(directory).load()).rejects.toThrow('the journal has no base');
  });

  it('sets everything aside under names that are free, and says where', async () => {
    for (const number of [1, 2]) {
      const store = await begin();
      await store.append(putTenant(2));

      expect(await store.setAside()).toContain(`${base}.set-aside-${number}`);
      expect(await store.load()).toBeUndefined();
      await store.close();
    }
    expect(readdirSync(directory).sort()).toEqual([
      'configuration.base.set-aside-1',
      'configuration.base.set-aside-2',
      'configuration.journal.set-aside-1',
      'configuration.journal.set-aside-2',
    ]);
  });

  it.each(['ENOSPC', 'EACCES'])(
    'says that a change is not stored on %s, and stores it with the next that is',
    async (code) => {
      const files = new WatchedFiles();
      const store = await begin(files);
      await store.append(putTenant(2));

      files.failing = code;
      await expect(store.append(putTenant(3))).rejects.toMatchObject({ code });
      await expect(store.append(putTenant(4))).rejects.toMatchObject({ code });
      expect(tenants(await fileStore(directory).load())).toEqual([1, 2]);

      files.failing = undefined;
      await store.append(putTenant(5));
      expect(tenants(await fileStore(directory).load())).toEqual([1, 2, 3, 4, 5]);
      await store.append(putTenant(6));
      await store.close();
      expect(tenants(await fileStore(directory).load())).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );

  it('trusts no file whose sync has failed: a whole new one follows', async () => {
    const files = new WatchedFiles();
    const store = await begin(files);
    files.failingSync = 'EIO';
    await expect(store.append(putTenant(2))).rejects.toMatchObject({ code: 'EIO' });
    files.failingSync = undefined;
    files.steps.length = 0;

    await store.append(putTenant(3));

    expect(files.steps).toEqual(['write', 'sync', 'rename', 'syncDirectory']);
    await store.close();
    expect(tenants(await fileStore(directory).load())).toEqual([1, 2, 3]);
  });

  it('loses no acknowledged change, and begins again, after whichever step of writing and compacting the machine dies', async () => {
    for (let steps = 1; steps <= 60; steps += 1) {
      rmSync(base, { force: true });
      rmSync(journal, { force: true });
      const files = new WatchedFiles();
      const store = await begin(files, 2);
      files.stepsToLive = steps;
      const acknowledged: number[] = [1];
      for (let dbid = 2; dbid <= 12; dbid += 1) {
        await store.append(putTenant(dbid)).then(
          () => acknowledged.push(dbid),
          () => undefined,
        );
      }
      await store.close();

      const again = fileStore(directory);
      const stored = await again.load();
      expect(stored?.damage).toBeUndefined();
      expect(tenants(stored)?.slice(0, acknowledged.length)).toEqual(acknowledged);
      await again.begin(stored!);
      await again.append(putTenant(99));
      await again.close();
      expect(tenants(await fileStore(directory).load())).toEqual([...tenants(stored)!, 99]);
    }
  });

  it('loses no acknowledged change wherever a write is interrupted', async () => {
    const changes = fc.array(
      fc.record({ dbid: fc.integer({ min: 2, max: 9 }), isDeleted: fc.boolean(), isDisabled: fc.boolean() }),
      { minLength: 1, maxLength: 25 },
    );
    const compactEvery = fc.constantFrom(3, 1000);
    await fc.assert(
      fc.asyncProperty(changes, compactEvery, fc.nat(), async (list, every, cut) => {
        rmSync(base, { force: true });
        rmSync(journal, { force: true });
        const store = await begin(new WatchedFiles(), every);
        for (const { dbid, isDeleted, isDisabled } of list) {
          await store.append(isDeleted ? deleteTenant(dbid) : putTenant(dbid, isDisabled ? 'disabled' : 'enabled'));
        }
        const acknowledged = await store.load();
        const durable = statSync(journal).size;
        await store.append(putTenant(10));
        await store.close();
        const full = statSync(journal).size;
        if (full > durable) truncateSync(journal, durable + (cut % (full - durable - 1)));
        else return;

        expect(await fileStore(directory).load()).toEqual(acknowledged);
      }),
      { numRuns: 60 },
    );
  });
});
