import { createLoadBalancer, fileSource, merge } from '@eservices-lb/sdk';
import type { LoadBalancer, DirectorySource } from '@eservices-lb/sdk';
import { ManualClock, ManualSource } from '@eservices-lb/sdk/testing';
import type { SnapshotMessage } from '@eservices-lb/sdk/wire';
import { aChatServer, aliasKey, anEmailServer, aSnapshot, aWebApiServer, status } from './an-estate.js';
import { settle } from './scripted-events.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const email = { tenant: 'Environment', type: 'EmailServer' };

class ManualFile extends ManualSource {
  override readonly kind = 'file' as unknown as 'live';
}

interface Merged extends AsyncDisposable {
  readonly loadBalancer: LoadBalancer;
  readonly clock: ManualClock;
}

function balancing(...sources: DirectorySource[]): Merged {
  const clock = new ManualClock();
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', source: merge(...sources), clock, aliasKeys: [aliasKey], random: () => 0 },
    onWarning: () => undefined,
  });
  return { loadBalancer, clock, [Symbol.asyncDispose]: () => loadBalancer.close() };
}

const tell = async (source: ManualSource, snapshot: SnapshotMessage): Promise<void> => {
  source.say({ type: 'snapshot', snapshot });
  await settle();
};

const configuration = aSnapshot([aChatServer(1)], { statuses: [] });
const statusesOnly = (value: 'running' | 'stopped'): SnapshotMessage =>
  aSnapshot([], { epoch: 3, tenants: [], hosts: [], applications: [], statuses: [status('ChatServer_1', value)] });

describe('merge', () => {
  it.each([
    ['enabled', 'running', undefined],
    ['enabled', 'stopped', 'NO_INSTANCE'],
    ['enabled', undefined, 'NO_INSTANCE'],
    ['disabled', 'running', 'ALL_DRAINING'],
    ['disabled', 'stopped', 'NO_INSTANCE'],
  ] as const)(
    'of a configuration that says %s and a control server that says %s selects accordingly (F15)',
    async (state, value, code) => {
      const [file, scs] = [new ManualFile(), new ManualSource()];
      await using merged = balancing(file, scs);
      await tell(file, aSnapshot([aChatServer(1, { state })], { statuses: [] }));
      await tell(scs, value === undefined ? { ...statusesOnly('running'), statuses: [] } : statusesOnly(value));

      const select = (): string => merged.loadBalancer.select(chat).application;

      if (code === undefined) expect(select()).toBe('ChatServer_1');
      else expect(select).toThrow(expect.objectContaining({ code }));
    },
  );

  it('has its first view when every source has told its own, and not before', async () => {
    const [file, scs] = [new ManualFile(), new ManualSource()];
    await using merged = balancing(file, scs);
    await tell(file, configuration);

    expect(() => merged.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'DIRECTORY_UNAVAILABLE' }));

    await tell(scs, statusesOnly('running'));
    expect(merged.loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('does not wait for a source that says that it cannot: one estate of two is better than none', async () => {
    const [here, there] = [new ManualSource(), new ManualSource()];
    await using merged = balancing(here, there);
    there.say({ type: 'lost', reason: 'unreachable' });
    await tell(here, aSnapshot([aChatServer(1)]));

    expect(merged.loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(merged.loadBalancer.health()).toMatchObject({ source: 'stale', reason: 'source 2: unreachable' });
  });

  it('keeps the last statuses when the control server is lost, and still obeys the configuration (F16)', async () => {
    const [file, scs] = [new ManualFile(), new ManualSource()];
    await using merged = balancing(file, scs);
    await tell(file, configuration);
    await tell(scs, statusesOnly('running'));
    scs.say({ type: 'lost', reason: 'cut' });
    await settle();

    expect(merged.loadBalancer.select(chat).application).toBe('ChatServer_1');

    await tell(file, aSnapshot([aChatServer(1, { state: 'disabled' })], { revision: 2, statuses: [] }));
    expect(() => merged.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
    expect(merged.loadBalancer.health().source).toBe('stale');
  });

  it('tells the age of each source, and which of them is lost, until it is back (F16)', async () => {
    const [configurationServer, scs] = [new ManualSource(), new ManualSource()];
    await using merged = balancing(configurationServer, scs);
    const { clock, loadBalancer } = merged;
    await tell(configurationServer, configuration);
    await tell(scs, statusesOnly('running'));
    clock.advance(1_000);
    scs.say({ type: 'lost', reason: 'cut' });
    configurationServer.say({ type: 'heartbeat', version: { epoch: 1, revision: 1 } });
    await settle();

    expect(loadBalancer.health()).toMatchObject({
      ...{ source: 'stale', ageMs: 1_000, reason: 'source 2: cut' },
      parts: [
        { source: 'live', ageMs: 0 },
        { source: 'stale', ageMs: 1_000, reason: 'cut' },
      ],
    });
    expect(loadBalancer.resolve(loadBalancer.select(chat).alias, chat).stale).toBe(true);

    scs.say({ type: 'heartbeat', version: { epoch: 3, revision: 1 } });
    await settle();
    expect(loadBalancer.health().source).toBe('live');
    expect(loadBalancer.resolve(loadBalancer.select(chat).alias, chat).stale).toBe(false);
  });

  it('unites two estates, the first of which counts where they name the same (by DBID or by name)', async () => {
    const [here, there] = [new ManualSource(), new ManualSource()];
    await using merged = balancing(here, there);
    const web = aWebApiServer(['ChatServer_1', 'EmailServer_1']);
    await tell(here, aSnapshot([web, aChatServer(1, { host: 'here' })]));
    await tell(
      there,
      aSnapshot([
        aWebApiServer([], { dbid: 999 }),
        aChatServer(1, { host: 'there' }),
        { ...aChatServer(1), dbid: 777, host: 'elsewhere' },
        anEmailServer(1),
      ]),
    );

    expect(merged.loadBalancer.select(chat).host).toBe('here');
    expect(merged.loadBalancer.select(email).application).toBe('EmailServer_1');
    expect(merged.loadBalancer.configuration.applications()).toHaveLength(3);
  });

  it('lets what a control server says of a status count before what a file says, whatever their order', async () => {
    const [file, scs] = [new ManualFile(), new ManualSource()];
    await using merged = balancing(file, scs);
    await tell(file, aSnapshot([aChatServer(1)]));
    await tell(scs, statusesOnly('stopped'));

    expect(() => merged.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
    scs.say({ type: 'status', change: { epoch: 3, revision: 2, ...status('ChatServer_1', 'running') } });
    await settle();
    expect(merged.loadBalancer.select(chat).application).toBe('ChatServer_1');
    file.say({ type: 'status', change: { epoch: 1, revision: 2, ...status('ChatServer_1', 'stopped') } });
    await settle();
    expect(merged.loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('gives two web nodes with the same sources the same fingerprint, in whatever order they heard (F43)', async () => {
    const fingerprintAfter = async (scsFirst: boolean): Promise<string> => {
      const [file, scs] = [new ManualFile(), new ManualSource()];
      await using merged = balancing(file, scs);
      const told = [() => tell(file, configuration), () => tell(scs, statusesOnly('running'))];
      for (const telling of scsFirst ? told.reverse() : told) await telling();
      return merged.loadBalancer.health().fingerprint;
    };

    expect(await fingerprintAfter(true)).toBe(await fingerprintAfter(false));
  });

  it('takes a source that fails for good for lost, and closes all of them with itself', async () => {
    const clock = new ManualClock();
    const broken: DirectorySource = {
      kind: 'live',
      events: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }) }),
    };
    const good = new ManualSource();
    const merged = balancing(good, broken);
    await tell(good, aSnapshot([aChatServer(1)]));

    expect(merged.loadBalancer.health()).toMatchObject({ source: 'stale', reason: 'source 2: broken' });
    await merged.loadBalancer.close();
    expect(clock.pending).toBe(0);
  });

  it('of files only is a file', () => {
    expect(merge(fileSource('a'), fileSource('b')).kind).toBe('file');
  });

  it('refuses what is no source, by name', () => {
    const noSource = { kind: 'live' } as unknown as DirectorySource;

    expect(() => merge()).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option: 'sources' }));
    expect(() => merge(fileSource('a'), noSource)).toThrow(expect.objectContaining({ option: 'sources[1]' }));
  });
});
