import type { Application, ApplicationStatus, Status } from '@eservices-lb/sdk/wire';
import { aChatServer, anEstate, aSnapshot, aWebApiServer, status } from './an-estate.js';
import type { Estate } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const primary = aChatServer(1, { backup: 'ChatServer_1B', redundancyType: 'warm' });
const backup = aChatServer(51, { name: 'ChatServer_1B', isPrimary: false, tenants: [] });
const standby: Role = ['running', 'backup'];
const takesNone = 'running as backup, which takes no clients';

type Role = readonly [Status, ApplicationStatus['mode']?];

/** The pair of which this member serves, with an alias that leads to it. */
async function aPairServedBy(member: 'primary' | 'backup', ofBackup: Application = backup) {
  const statuses = [
    status('ChatServer_1', member === 'primary' ? 'running' : 'stopped'),
    status('ChatServer_1B', 'running', { mode: member === 'primary' ? 'backup' : 'primary' }),
  ];
  const snapshot = aSnapshot([aWebApiServer(['ChatServer_1']), primary, ofBackup], { statuses });
  return anEstate(snapshot, { failbackDelayMs: 10_000, gracePeriodMs: 1_000 });
}

const report = (estate: Estate, application: string, [value, mode = 'primary']: Role): Promise<void> =>
  estate.report(application, value, { mode });

function aliasState({ loadBalancer }: Estate, alias: string): string {
  try {
    const { state, member } = loadBalancer.resolve(alias, chat);
    return `${state} at the ${member}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a warm standby pair of which neither serves', () => {
  it.each<['primary' | 'backup', readonly [Role, Role], string, string]>([
    ['primary', [['stopped'], standby], 'starting at the backup', `stopped, and its backup is ${takesNone}`],
    ['primary', [['stopped'], ['initializing']], 'starting at the backup', 'stopped, and its backup is initializing'],
    ['primary', [['stopped'], ['stopped']], 'INSTANCE_STOPPED', 'stopped, and its backup is stopped'],
    ['primary', [['initializing'], ['stopped']], 'starting at the primary', 'initializing, and its backup is stopped'],
    ['primary', [['suspended'], standby], 'draining at the primary', `suspended, and its backup is ${takesNone}`],
    ['primary', [['suspended'], ['stopped']], 'draining at the primary', 'suspended, and its backup is stopped'],
    ['backup', [['stopped'], ['stopped']], 'INSTANCE_STOPPED', 'stopped, and its backup is stopped'],
    ['backup', [['initializing'], ['stopped']], 'starting at the primary', 'initializing, and its backup is stopped'],
    [
      'backup',
      [['initializing'], ['suspended']],
      'draining at the backup',
      'initializing, and its backup is suspended',
    ],
    ['backup', [['stopped'], ['suspended']], 'draining at the backup', 'stopped, and its backup is suspended'],
  ])('after the %s did, with primary and backup as in %j: its alias is %s', async (before, roles, state, reason) => {
    await using estate = await aPairServedBy(before);
    const { alias } = estate.loadBalancer.select(chat);

    await report(estate, 'ChatServer_1', roles[0]);
    await report(estate, 'ChatServer_1B', roles[1]);

    expect(aliasState(estate, alias)).toBe(state);
    expect(estate.loadBalancer.explain(chat)).toEqual([
      { application: 'ChatServer_1', dbid: 201, selectable: false, isDraining: reason.startsWith('suspended'), reason },
    ]);
  });

  it.each<[string, Role, string, string]>([
    ['stopped', ['stopped'], 'INSTANCE_STOPPED', `disabled in configuration, and its backup is ${takesNone}`],
    [
      'at work',
      ['running'],
      'draining at the primary',
      `disabled in configuration, finishing what it has, and its backup is ${takesNone}`,
    ],
  ])('because the primary is disabled waits for no takeover: %s', async (_case, ofPrimary, state, reason) => {
    await using estate = await aPairServedBy('primary');
    const { alias } = estate.loadBalancer.select(chat);

    await estate.configure({ ...primary, state: 'disabled' });
    await estate.report('ChatServer_1', ofPrimary[0], { load: 1 });

    expect(aliasState(estate, alias)).toBe(state);
    expect(estate.loadBalancer.explain(chat)[0]).toMatchObject({ selectable: false, reason });
  });
});

describe('a warm standby pair of which one serves', () => {
  const reasonOf = ({ loadBalancer }: Estate): string | undefined => loadBalancer.explain(chat)[0]?.reason;
  const byBackup = 'served by its backup ChatServer_1B, which is running as primary';

  it('says by which of the two, through switchover and failback', async () => {
    await using estate = await aPairServedBy('primary');
    expect(reasonOf(estate)).toBe('running');

    await report(estate, 'ChatServer_1', ['stopped']);
    await report(estate, 'ChatServer_1B', ['running']);
    expect(reasonOf(estate)).toBe(byBackup);
    await report(estate, 'ChatServer_1', ['running']);
    expect(reasonOf(estate)).toBe(byBackup);
    estate.clock.advance(10_000);

    expect(reasonOf(estate)).toBe('running');
  });

  it('names the port that its backup lacks', async () => {
    await using estate = await aPairServedBy('backup', { ...backup, ports: [] });

    expect(() => estate.loadBalancer.select(chat)).toThrow('ChatServer_1B has no port with id "webapi"');
    expect(reasonOf(estate)).toContain('ChatServer_1B has no port with id "webapi"');
  });
});
