import * as sdk from '@eservices-lb/sdk';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import { ManualClock, ManualSource } from '@eservices-lb/sdk/testing';
import { aChatServer, aliasKey, anEstate, aSnapshot, status } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };

describe('options', () => {
  const good = { application: 'WebAPIServer_1', scs: ['http://127.0.0.1:8090'], aliasKeys: [aliasKey] };

  it.each<[string, Record<string, unknown>]>([
    ['application', { application: '' }],
    ['scs', { scs: [] }],
    ['scs', { scs: undefined }],
    ['scs[1]', { scs: ['http://127.0.0.1:8090', 'ftp://x'] }],
    ['token', { token: 'two\nlines' }],
    ['aliasKeys', { aliasKeys: [] }],
    ['aliasKeys[0]', { aliasKeys: ['short'] }],
    ['policy', { policy: {} }],
    ['onInstanceGone.ChatServer', { onInstanceGone: { ChatServer: 'weep' } }],
    ['gracePeriodMs', { gracePeriodMs: -1 }],
    ['failbackDelayMs', { failbackDelayMs: Infinity }],
    ['maxConcurrency', { maxConcurrency: 0 }],
    ['silenceLimitMs', { silenceLimitMs: NaN }],
    ['connectLimitMs', { connectLimitMs: '5' }],
    ['maxConnectionAgeMs', { maxConnectionAgeMs: 999 }],
    ['emptySnapshotGuardMs', { emptySnapshotGuardMs: -1 }],
    ['viewFile', { viewFile: '' }],
    ['viewFile', { viewFile: '/tmp/view', source: new ManualSource(), scs: undefined }],
    ['maxAliases', { maxAliases: 1.5 }],
    ['onWarning', { onWarning: 'loud' }],
    ['clock', { clock: {} }],
    ['random', { random: 4 }],
  ])('%s is refused by name when wrong', (option, wrong) => {
    const options = { ...good, ...wrong } as unknown as LoadBalancerOptions;

    expect(() => createLoadBalancer(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option }));
  });

  it('never shows a key or a token in a message', () => {
    const wrong = () => createLoadBalancer({ ...good, aliasKeys: ['my-secret-key'] });

    expect(wrong).toThrow(expect.objectContaining({ message: expect.not.stringContaining('my-secret-key') as string }));
  });
});

describe('life cycle', () => {
  it('ready() rejects in time, with the last reason, when no view comes', async () => {
    const clock = new ManualClock();
    const source = new ManualSource();
    await using loadBalancer = createLoadBalancer({
      application: 'WebAPIServer_1',
      source,
      clock,
      aliasKeys: [aliasKey],
    });
    const ready = loadBalancer.ready({ timeoutMs: 500 });

    clock.advance(500);

    await expect(ready).rejects.toMatchObject({ code: 'DIRECTORY_UNAVAILABLE', retryable: true });
  });

  it('refuses to select before there is a view, rather than saying that nobody is there', async () => {
    const source = new ManualSource();
    await using loadBalancer = createLoadBalancer({ application: 'WebAPIServer_1', source, aliasKeys: [aliasKey] });

    expect(() => loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'DIRECTORY_UNAVAILABLE' }));
  });

  it('waitFor resolves at the first RUNNING (F30)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)], { statuses: [status('ChatServer_1', 'stopped')] }));
    const waiting = estate.loadBalancer.waitFor(chat, { timeoutMs: 1_000 });

    await estate.report('ChatServer_1', 'running');

    expect((await waiting).application).toBe('ChatServer_1');
  });

  it('waitFor rejects at once what waiting cannot mend, and with the last refusal at the time limit', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)], { statuses: [] }));
    const { loadBalancer, clock } = estate;

    await expect(loadBalancer.waitFor({ ...chat, tenant: 'Acme' }, { timeoutMs: 10 })).rejects.toMatchObject({
      code: 'UNKNOWN_TENANT',
    });
    const waiting = loadBalancer.waitFor(chat, { timeoutMs: 10 });
    clock.advance(10);
    await expect(waiting).rejects.toMatchObject({ code: 'NO_INSTANCE' });
  });

  it('says since when nothing was heard', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));

    estate.clock.advance(2_000);

    expect(estate.loadBalancer.health()).toMatchObject({ source: 'live', ageMs: 2_000, epoch: 1, revision: 1 });
  });

  it('isolates a listener that throws (F44)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const told: number[] = [];
    estate.loadBalancer.subscribe(() => {
      throw new Error('listener is broken');
    });
    estate.loadBalancer.subscribe(({ revision }) => told.push(revision));

    await estate.report('ChatServer_1', 'stopped');

    expect(told).toEqual([2]);
    expect(estate.warnings.join()).toContain('listener is broken');
    expect(estate.loadBalancer.health().listenerFailures).toBe(1);
  });

  it('isolates and counts a listener that rejects, and goes on when the one who is warned throws too (F44)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]), {
      onWarning: () => {
        throw new Error('the log is full');
      },
    });
    const rejecting: unknown = () => Promise.reject(new Error('listener is broken'));
    estate.loadBalancer.subscribe(rejecting as never);

    await estate.report('ChatServer_1', 'stopped');
    await estate.report('ChatServer_2', 'stopped');

    expect(estate.loadBalancer.health().listenerFailures).toBe(2);
    expect(() => estate.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it.each<[string, string, (loadBalancer: LoadBalancer) => unknown]>([
    ['select', 'request', (loadBalancer) => loadBalancer.select(undefined as never)],
    ['select', 'type', (loadBalancer) => loadBalancer.select({ tenant: 'Environment' } as never)],
    ['select', 'cluster', (loadBalancer) => loadBalancer.select({ ...chat, cluster: Symbol('x') } as never)],
    ['select', 'service', (loadBalancer) => loadBalancer.select({ ...chat, service: 7 } as never)],
    ['select', 'key', (loadBalancer) => loadBalancer.select({ ...chat, key: {} } as never)],
    ['select', 'exclude', (loadBalancer) => loadBalancer.select({ ...chat, exclude: 'ChatServer_1' } as never)],
    ['resolve', 'request', (loadBalancer) => loadBalancer.resolve('x', null as never)],
    ['explain', 'request', (loadBalancer) => loadBalancer.explain('chat' as never)],
    ['subscribe', 'listener', (loadBalancer) => loadBalancer.subscribe(undefined as never)],
    ['waitFor', 'timeoutMs', (loadBalancer) => loadBalancer.waitFor(chat, undefined as never)],
    ['ready', 'timeoutMs', (loadBalancer) => loadBalancer.ready({ timeoutMs: -1 })],
    ['report', 'outcome', (loadBalancer) => loadBalancer.report(loadBalancer.select(chat), 'lost' as never)],
  ])('%s refuses a wrong %s by name', async (_call, option, act) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const called = Promise.resolve().then(() => act(estate.loadBalancer));

    await expect(called).rejects.toMatchObject({ code: 'INVALID_OPTION', option });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes the name "%s" for any other name',
    async (name) => {
      const options = { [name]: { [name]: 'value' } };
      const server = { ...aChatServer(1), options, tenants: ['Environment', name] };
      await using estate = await anEstate(aSnapshot([server]), {
        onInstanceGone: JSON.parse(`{"${name}":"fail"}`) as never,
      });

      expect(() => estate.loadBalancer.select({ tenant: name, type: 'ChatServer' })).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_TENANT' }),
      );
      expect(() => estate.loadBalancer.select({ tenant: 'Environment', type: name })).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_SERVER_TYPE' }),
      );
      expect(estate.loadBalancer.configuration.options('ChatServer_1', 'absent')).toEqual({});
      expect(estate.loadBalancer.configuration.application(name)).toBeUndefined();
      expect(({} as Record<string, unknown>).value).toBeUndefined();
    },
  );

  it('close() settles at any moment, twice, and leaves no timer; afterwards every call says CLOSED (F42)', async () => {
    const estate = await anEstate(aSnapshot([aChatServer(1)], { statuses: [] }));
    const { loadBalancer, clock } = estate;
    const waiting = loadBalancer.waitFor(chat, { timeoutMs: 1_000 });
    const rejected = expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });

    await Promise.all([loadBalancer.close(), loadBalancer.close()]);

    await rejected;
    expect(clock.pending).toBe(0);
    expect(() => loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'CLOSED' }));
    expect(() => loadBalancer.resolve('x', chat)).toThrow(expect.objectContaining({ code: 'CLOSED' }));
    await expect(loadBalancer.ready()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('gives access to the configuration (LB-10)', async () => {
    const chatServer = aChatServer(1, { options: { chat: { 'flex-disconnect-timeout': '45' } } });
    await using estate = await anEstate(aSnapshot([chatServer]));
    const { configuration } = estate.loadBalancer;

    expect(configuration.options('ChatServer_1', 'chat')).toEqual({ 'flex-disconnect-timeout': '45' });
    expect(configuration.options('ChatServer_1', '__proto__')).toEqual({});
    expect(configuration.applications({ type: 'ChatServer', tenant: 'Environment' })).toHaveLength(1);
    expect(configuration.tenant('Resources')?.dbid).toBe(101);
  });

  it('answers in the guide-era spelling too', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));

    expect(estate.loadBalancer.getServiceInfo('ChatServer', 'Environment')).toEqual({
      ...{ alias: expect.any(String) as string, host: '127.0.0.1', port: 9201 },
      ...{ isPrimaryActive: true, isBackupActive: false, isWebApiPortSecured: false },
    });
  });
});

describe('the public surface', () => {
  it('is exactly this', () => {
    expect(Object.keys(sdk).sort()).toEqual([
      'AliasInvalidError',
      'AliasTenantMismatchError',
      'AllDrainingError',
      'ClosedError',
      'ConcurrencyLimitError',
      'DirectoryUnavailableError',
      'InstanceGoneError',
      'InstanceStoppedError',
      'InvalidOptionError',
      'LoadBalancerError',
      'MalformedMessageError',
      'NoInstanceError',
      'PortNotConfiguredError',
      'Rotation',
      'TenantNotServedError',
      'TenantRequiredError',
      'UnknownServerTypeError',
      'UnknownTenantError',
      'adaptive',
      'createLoadBalancer',
      'fileSource',
      'merge',
      'preferLocal',
      'random',
      'rendezvous',
      'roundRobin',
      'scsSource',
      'slowStart',
      'systemClock',
      'weighted',
    ]);
  });
});
