import { rendezvous } from '@eservices-lb/sdk';
import { sealAlias } from '../../packages/sdk/src/core/alias/seal.js';
import { aChatServer, aliasKey, anEmailServer, anEstate, aSnapshot, aWebApiServer } from './an-estate.js';
import { settle } from './scripted-events.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const email = { tenant: 'Environment', type: 'EmailServer' };
const shared = { tenants: ['Environment', 'Resources'] };

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the resolution of an alias', () => {
  it('is the very same object until something changes', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    const { loadBalancer } = estate;
    const { alias } = loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });
    const before = loadBalancer.resolve(alias, chat);

    expect(before).toMatchObject({ application: 'ChatServer_1', member: 'primary', state: 'live', stale: false });
    expect(loadBalancer.resolve(alias, chat)).toBe(before);
    await estate.report('ChatServer_1', 'suspending');
    expect(loadBalancer.resolve(alias, chat).state).toBe('draining');
    await estate.report('ChatServer_1', 'running');
    expect(loadBalancer.resolve(alias, chat)).toBe(before);
  });

  it('is refused to another tenant also after its own tenant had it', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, shared)]));
    const { loadBalancer } = estate;
    const { alias } = loadBalancer.select(chat);
    loadBalancer.resolve(alias, chat);

    expect(codeOf(() => loadBalancer.resolve(alias, { tenant: 'Resources' }))).toBe('ALIAS_TENANT_MISMATCH');
    expect(codeOf(() => loadBalancer.resolve(alias, chat))).toBe('none');
  });

  it.each([
    ['a tenant that does not exist', { tenant: 'Acme' }, 'UNKNOWN_TENANT'],
    ['no tenant', { tenant: '' }, 'TENANT_REQUIRED'],
    ['a tenant that is not served (LB-8)', { tenant: 'Unserved' }, 'ALIAS_TENANT_MISMATCH'],
  ])('is refused for %s', async (_case, request, code) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    expect(codeOf(() => estate.loadBalancer.resolve(alias, request))).toBe(code);
  });

  it('says that it is stale for as long as the control server is lost, and goes on', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { loadBalancer, source } = estate;
    const { alias } = loadBalancer.select(chat);
    const isStale = (): boolean => loadBalancer.resolve(alias, chat).stale;

    expect(isStale()).toBe(false);
    source.say({ type: 'lost', reason: 'connection refused' });
    await settle();
    expect([isStale(), isStale()]).toEqual([true, true]);
    source.say({ type: 'heartbeat', version: { epoch: 1, revision: 1 } });
    await settle();

    expect(isStale()).toBe(false);
  });

  it('goes on at one sibling, always the same for the alias, with a policy that picks by key', async () => {
    const servers = [1, 2, 3, 4].map((number) => anEmailServer(number));
    await using estate = await anEstate(aSnapshot(servers), { policy: rendezvous() });
    const { loadBalancer } = estate;
    const { alias, application } = loadBalancer.select({ ...email, key: 'customer-1' });

    await estate.report(application, 'stopped');
    const sibling = loadBalancer.resolve(alias, email);
    const byKey = loadBalancer.resolve(alias, { ...email, key: 'customer-1' });

    expect(sibling).toMatchObject({ state: 'live', stale: false });
    expect(loadBalancer.resolve(alias, email).application).toBe(sibling.application);
    expect(byKey.application).toBe(loadBalancer.select({ ...email, key: 'customer-1' }).application);
  });

  it('of an instance that left two tenants one after the other drains for each from its own moment on (F39)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, shared)]), { gracePeriodMs: 1_000 });
    const { loadBalancer, clock } = estate;
    const aliases = shared.tenants.map((tenant) => loadBalancer.select({ ...chat, tenant }).alias);
    const states = (): string[] =>
      shared.tenants.map((tenant, index) => codeOf(() => loadBalancer.resolve(aliases[index] ?? '', { tenant })));

    await estate.configure(aChatServer(1, { tenants: ['Resources'] }));
    expect(states()).toEqual(['none', 'none']);
    clock.advance(600);
    await estate.configure(aChatServer(1, { tenants: [] }));
    expect(states()).toEqual(['none', 'none']);
    clock.advance(401);
    expect(states()).toEqual(['INSTANCE_GONE', 'none']);
    clock.advance(600);

    expect(states()).toEqual(['INSTANCE_GONE', 'INSTANCE_GONE']);
  });

  it('is gone for a tenant that the instance was never assigned to, though the alias is sealed with our key', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const alias = sealAlias({ tenantDbid: 101, applicationDbid: 201 }, Buffer.from(aliasKey, 'base64'));

    expect(codeOf(() => estate.loadBalancer.resolve(alias, { tenant: 'Resources' }))).toBe('INSTANCE_GONE');
  });

  it('is refused where the balancing application is no longer in the configuration', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.remove(100);

    expect(() => estate.loadBalancer.resolve(alias, chat)).toThrow('the application');
    expect(codeOf(() => estate.loadBalancer.resolve(alias, chat))).toBe('TENANT_NOT_SERVED');
  });

  it('is as before when the instance is given back to the tenant', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]), { gracePeriodMs: 1_000 });
    const { loadBalancer, clock } = estate;
    const { alias } = loadBalancer.select(chat);

    await estate.configure(aChatServer(1, { tenants: ['Resources'] }));
    loadBalancer.resolve(alias, chat);
    await estate.configure(aChatServer(1));
    expect(loadBalancer.resolve(alias, chat).state).toBe('live');
    clock.advance(5_000);
    await estate.configure(aChatServer(1, { tenants: ['Resources'] }));

    expect(loadBalancer.resolve(alias, chat).state).toBe('draining');
  });

  it('of an instance that is deleted after it left the tenant is gone', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, shared)]));
    const { loadBalancer } = estate;
    const { alias } = loadBalancer.select(chat);

    await estate.configure(aChatServer(1, { tenants: ['Resources'] }));
    loadBalancer.resolve(alias, chat);
    await estate.remove(201);

    expect(codeOf(() => loadBalancer.resolve(alias, chat))).toBe('INSTANCE_GONE');
  });

  it('drains from the moment of the deletion, not from when somebody looked', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]), { gracePeriodMs: 1_000 });
    const { loadBalancer, clock } = estate;
    const { alias } = loadBalancer.select(chat);

    await estate.remove(201);
    clock.advance(1_001);

    expect(codeOf(() => loadBalancer.resolve(alias, chat))).toBe('INSTANCE_GONE');
  });

  it('drains on through further changes of the configuration', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]), { gracePeriodMs: 1_000 });
    const { loadBalancer, clock } = estate;
    const { alias } = loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });

    await estate.remove(201);
    loadBalancer.select(chat);
    clock.advance(500);
    await estate.configure(aWebApiServer(['ChatServer_2', 'ChatServer_3']));
    expect(loadBalancer.resolve(alias, chat).state).toBe('draining');
    clock.advance(501);
    await estate.configure(aWebApiServer(['ChatServer_2']));

    expect(codeOf(() => loadBalancer.resolve(alias, chat))).toBe('INSTANCE_GONE');
  });

  it('is live again where the instance comes back', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { loadBalancer } = estate;
    const { alias } = loadBalancer.select(chat);

    await estate.remove(201);
    loadBalancer.resolve(alias, chat);
    await estate.configure(aChatServer(1));
    await estate.report('ChatServer_1', 'running');

    expect(loadBalancer.resolve(alias, chat).state).toBe('live');
  });
});

describe('what is wrong with the Connections', () => {
  it('is warned of once, and again when it was mended in between (LB-9)', async () => {
    const cluster = (name: string, ...members: string[]) => ({
      ...aWebApiServer(members),
      ...{ dbid: 800 + name.length, name, type: 'ApplicationCluster' },
    });
    const wrong = aWebApiServer(['Outer']);
    const snapshot = aSnapshot([wrong, cluster('Outer', 'InnerCluster'), cluster('InnerCluster'), aChatServer(1)]);
    await using estate = await anEstate(snapshot);
    const look = (): unknown => estate.loadBalancer.explain(chat);

    look();
    await estate.configure(aChatServer(1, { state: 'disabled' }));
    look();
    expect(estate.warnings).toHaveLength(1);
    await estate.configure(aWebApiServer([]));
    look();
    await estate.configure(wrong);
    look();

    expect(estate.warnings).toHaveLength(2);
  });
});
