import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer, Snapshot } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import type { Fault, Figures } from '../fault.js';
import { beginChatAt } from './chat-at.js';
import { InstancesEstate } from './instances-estate.js';

const request = { tenant: 'Standby', type: 'ChatServer' };
const primary = 'PairedChatServer';
const backup = 'PairedChatServer_Backup';

export const primaryLost: Fault = {
  row: 'F29',
  kind: 'processes',
  fault: 'the primary of a warm standby pair is killed, started again, and made primary again by the operator',
  condition:
    'the backup is used only while no primary serves, stays in use until the switchover, and nobody is refused while one of both serves',
  async play(): Promise<Figures> {
    const instances = await InstancesEstate.get();
    const { operator, headers } = instances;
    const warnings: string[] = [];
    await using loadBalancer = await instances.loadBalancer({ onWarning: (warning) => warnings.push(warning) });
    const begin = () => beginChatAt(loadBalancer, { request, headers });
    const watch = watchPair(loadBalancer);
    const { alias } = loadBalancer.select(request);
    const first = await begin();
    expect(loadBalancer.select(request).member).toBe('primary');

    const killedAt = systemClock.now();
    instances.kill(primary);
    await eventually('the backup to be given out', () =>
      memberGivenOut(loadBalancer) === 'backup' ? true : undefined,
    );
    const takeoverMs = systemClock.now() - killedAt;
    expect(loadBalancer.resolve(alias, request)).toMatchObject({ member: 'backup', state: 'live' });
    await expect(first.say('Hello?')).rejects.toThrow(); // a chat of the former primary ended with it
    const chat = await begin();
    expect(chat.alias).toBe(alias);

    await instances.start(primary);
    await chat.say('The primary is back.');
    expect(loadBalancer.select(request).member).toBe('backup');
    expect(loadBalancer.resolve(alias, request).member).toBe('backup');

    await operator.act(primary, 'switchover');
    await eventually('the primary to be given out', () =>
      memberGivenOut(loadBalancer) === 'primary' ? true : undefined,
    );
    const last = await begin();
    await last.say('At the primary again.');
    await last.leave();

    expect(watch.refusedWhileServing).toEqual([]);
    expect(watch.backupBesidePrimary).toEqual([]);
    expect(watch.members).toEqual(['primary', 'backup', 'primary']);
    for (const warning of warnings) expect(warning).toContain('BK-5'); // twice within 10 s is what it is
    return { 'ms until the backup serves': takeoverMs };
  },
};

function memberGivenOut(loadBalancer: LoadBalancer): string | undefined {
  try {
    return loadBalancer.select(request).member;
  } catch {
    return undefined;
  }
}

/** Looks at every view of the estate, at the moment when it becomes known. */
function watchPair(loadBalancer: LoadBalancer) {
  const refusedWhileServing: string[] = [];
  const backupBesidePrimary: string[] = [];
  const members: string[] = ['primary'];
  const isServing = ({ statuses }: Snapshot, name: string): boolean => {
    const { status, mode } = statuses.get(name) ?? {};
    return status === 'running' && mode === 'primary';
  };
  loadBalancer.subscribe((snapshot) => {
    const serving = [primary, backup].filter((name) => isServing(snapshot, name));
    const member = memberGivenOut(loadBalancer);
    if (serving.length > 0 && member === undefined) refusedWhileServing.push(`revision ${snapshot.revision}`);
    if (member === 'backup' && !serving.includes(backup)) backupBesidePrimary.push(`revision ${snapshot.revision}`);
    if (member !== undefined && member !== members.at(-1)) members.push(member);
  });
  return { refusedWhileServing, backupBesidePrimary, members };
}
