import type { Status } from '@eservices-lb/sdk/wire';
import { aChatServer, anApplication, anEmailServer, anEstate, aSnapshot, aWebApiServer } from './an-estate.js';
import type { Estate } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const email = { tenant: 'Environment', type: 'EmailServer' };

/** An alias of this very instance. */
function aliasOf({ loadBalancer }: Estate, application: string, request = email): string {
  const others = loadBalancer.explain(request).map((candidate) => candidate.application);
  return loadBalancer.select({ ...request, exclude: others.filter((name) => name !== application) }).alias;
}

describe('state table (domain 2.1)', () => {
  it.each<[Status, boolean, string]>([
    ['running', true, 'live'],
    ['service-unavailable', false, 'draining'],
    ['suspending', false, 'draining'],
    ['suspended', false, 'draining'],
    ['initializing', false, 'starting'],
    ['start-pending', false, 'starting'],
    ['start-transition', false, 'starting'],
    ['stop-pending', false, 'draining'],
    ['stop-transition', false, 'draining'],
    ['stopped', false, 'INSTANCE_STOPPED'],
    ['unknown', false, 'suspect'],
  ])('enabled and %s: selectable is %s, an existing alias is %s', async (value, selectable, aliasState) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    if (value !== 'running') await estate.report('ChatServer_1', value);

    expect(estate.loadBalancer.explain(chat)[0]?.selectable).toBe(selectable);
    expect(stateOrCode(() => estate.loadBalancer.resolve(alias, chat).state)).toBe(aliasState);
  });

  it.each<[Status, string]>([
    ['running', 'draining'],
    ['stopped', 'INSTANCE_STOPPED'],
  ])('disabled and %s: not selectable, an existing alias is %s (LB-7)', async (value, aliasState) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.configure(aChatServer(1, { state: 'disabled' }));
    if (value !== 'running') await estate.report('ChatServer_1', value);

    expect(estate.loadBalancer.explain(chat)[0]?.selectable).toBe(false);
    expect(stateOrCode(() => estate.loadBalancer.resolve(alias, chat).state)).toBe(aliasState);
  });

  it.each<[Status, string]>([
    ['running', 'live EmailServer_1'],
    ['service-unavailable', 'draining EmailServer_1'],
    ['suspending', 'draining EmailServer_1'],
    ['suspended', 'draining EmailServer_1'],
    ['initializing', 'starting EmailServer_1'],
    ['start-pending', 'starting EmailServer_1'],
    ['start-transition', 'starting EmailServer_1'],
    ['stop-pending', 'draining EmailServer_1'],
    ['stop-transition', 'draining EmailServer_1'],
    ['stopped', 'live EmailServer_2'],
    ['unknown', 'suspect EmailServer_1'],
  ])('an alias of an E-mail Server that is %s is %s (2.2)', async (value, expected) => {
    await using estate = await anEstate(aSnapshot([anEmailServer(1), anEmailServer(2)]));
    const alias = aliasOf(estate, 'EmailServer_1');

    if (value !== 'running') await estate.report('EmailServer_1', value);

    const { state, application } = estate.loadBalancer.resolve(alias, email);
    expect(`${state} ${application}`).toBe(expected);
  });

  it.each<[string, 'fail' | 'reselect']>([
    ['ChatServer', 'fail'],
    ['CoBrowsingServer', 'fail'],
    ['CallbackServer', 'fail'],
    ['EmailServer', 'reselect'],
    ['StatServer', 'reselect'],
    ['UniversalContactServer', 'reselect'],
    ['InteractionServer', 'reselect'],
    ['ClassificationServer', 'reselect'],
    ['WebAPIServer', 'reselect'],
  ])('an alias of a stopped %s: %s (2.2)', async (type, expected) => {
    const servers = [1, 2].map((number) => anApplication({ dbid: 500 + number, name: `Server_${number}`, type }));
    await using estate = await anEstate(aSnapshot([aWebApiServer(['Server_1', 'Server_2']), ...servers]));
    const { alias, application } = estate.loadBalancer.select({ tenant: 'Environment', type });

    await estate.report(application, 'stopped');

    const after = stateOrCode(() => estate.loadBalancer.resolve(alias, chat).application);
    expect(after).toBe(expected === 'fail' ? 'INSTANCE_STOPPED' : `Server_${application === 'Server_1' ? 2 : 1}`);
  });

  it('what becomes of an alias whose instance stopped can be chosen per type', async () => {
    const onInstanceGone = { ChatServer: 'reselect', EmailServer: 'fail' } as const;
    const servers = [aChatServer(1), aChatServer(2), anEmailServer(1), anEmailServer(2)];
    await using estate = await anEstate(aSnapshot(servers), { onInstanceGone });
    const ofChat = aliasOf(estate, 'ChatServer_1', chat);
    const ofEmail = aliasOf(estate, 'EmailServer_1');

    await estate.report('ChatServer_1', 'stopped');
    await estate.report('EmailServer_1', 'stopped');

    expect(estate.loadBalancer.resolve(ofChat, chat).application).toBe('ChatServer_2');
    expect(stateOrCode(() => estate.loadBalancer.resolve(ofEmail, email).state)).toBe('INSTANCE_STOPPED');
  });

  it.each<[string, (estate: Estate) => Promise<void>]>([
    ['deleted', (estate) => estate.remove(201)],
    ['no longer connected', (estate) => estate.configure(aWebApiServer(['EmailServer_1']))],
    [
      'no longer assigned to the tenant (F39)',
      (estate) => estate.configure(aChatServer(1, { tenants: ['Resources'] })),
    ],
  ])('an instance that is %s drains for the grace period, then its alias says INSTANCE_GONE', async (_what, act) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), anEmailServer(1)]), { gracePeriodMs: 1_000 });
    const { alias, port } = estate.loadBalancer.select(chat);

    await act(estate);

    expect(() => estate.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
    estate.clock.advance(1_000);
    expect(estate.loadBalancer.resolve(alias, chat)).toMatchObject({ state: 'draining', port });
    estate.clock.advance(1);
    expect(stateOrCode(() => estate.loadBalancer.resolve(alias, chat).state)).toBe('INSTANCE_GONE');
  });

  it('an alias whose tenant leaves the Web API Server is refused at once, because isolation goes first (LB-8)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.configure(aWebApiServer(['ChatServer_1'], { tenants: ['Resources'] }));

    expect(stateOrCode(() => estate.loadBalancer.resolve(alias, chat).state)).toBe('TENANT_NOT_SERVED');
  });

  it('gives the endpoint of a suspect instance for the grace period only', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]), { gracePeriodMs: 1_000 });
    const { alias } = estate.loadBalancer.select(chat);
    await estate.report('ChatServer_1', 'unknown');

    estate.clock.advance(1_000);
    expect(estate.loadBalancer.resolve(alias, chat).state).toBe('suspect');
    estate.clock.advance(1);
    expect(() => estate.loadBalancer.resolve(alias, chat)).toThrow(
      expect.objectContaining({ code: 'INSTANCE_STOPPED' }),
    );
  });

  it('gives the endpoint of a deleted instance for the grace period, then says INSTANCE_GONE', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]), { gracePeriodMs: 1_000 });
    const { alias, port } = estate.loadBalancer.select(chat);
    await estate.remove(201);

    expect(estate.loadBalancer.resolve(alias, chat)).toMatchObject({ state: 'draining', port });
    estate.clock.advance(1_001);
    expect(() => estate.loadBalancer.resolve(alias, chat)).toThrow(expect.objectContaining({ code: 'INSTANCE_GONE' }));
  });

  it('re-selects silently when a stateless instance stops (LB-6)', async () => {
    const email = { tenant: 'Environment', type: 'EmailServer' };
    await using estate = await anEstate(aSnapshot([anEmailServer(1), anEmailServer(2)]));
    const { alias, application } = estate.loadBalancer.select(email);

    await estate.report(application, 'stopped');
    const resolved = estate.loadBalancer.resolve(alias, email);

    expect(resolved.application).not.toBe(application);
    expect(resolved.state).toBe('live');
  });

  it('keeps an alias through a restart on another port', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.configure(aChatServer(1, { ports: [{ id: 'webapi', port: 9999, protocol: '', secure: false }] }));

    expect(estate.loadBalancer.resolve(alias, chat).port).toBe(9999);
  });
});

function stateOrCode(act: () => string): string {
  try {
    return act();
  } catch (error) {
    return (error as { code: string }).code;
  }
}
