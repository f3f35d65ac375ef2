import type { Status } from '@eservices-lb/sdk/wire';
import { aChatServer, anEmailServer, anEstate, aSnapshot } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };

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

  it('uses the backup of a pair, under the same alias, only while the primary does not serve (BK-4)', async () => {
    const primary = aChatServer(1, { backup: 'ChatServer_1B', redundancyType: 'warm' });
    const backup = aChatServer(51, { name: 'ChatServer_1B', isPrimary: false });
    const snapshot = aSnapshot([primary, backup]);
    const webApiServer = {
      ...snapshot.applications[0]!,
      connections: [{ application: 'ChatServer_1', parameters: {} }],
    };
    await using estate = await anEstate({ ...snapshot, applications: [webApiServer, primary, backup] });
    await estate.report('ChatServer_1B', 'running', { mode: 'backup' });
    const before = estate.loadBalancer.select(chat);

    await estate.report('ChatServer_1', 'stopped');
    await estate.report('ChatServer_1B', 'running', { mode: 'primary' });
    const after = estate.loadBalancer.select(chat);

    expect(before).toMatchObject({ member: 'primary', port: 9201 });
    expect(after).toMatchObject({ member: 'backup', port: 9251, alias: before.alias });
  });
});

function stateOrCode(act: () => string): string {
  try {
    return act();
  } catch (error) {
    return (error as { code: string }).code;
  }
}
