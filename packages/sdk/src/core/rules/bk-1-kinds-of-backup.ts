import { kindsOfBackup } from './kinds-of-backup.js';
import { pathOf } from './configuration-index.js';
import type { ConfigurationIndex, PlacedApplication, Reach } from './configuration-index.js';
import { quoted, subject, toApplication, toTenant } from './object-references.js';
import type { Breach, Rule } from './rule.js';

export const bk1: Rule = {
  id: 'BK-1',
  severity: 'error',
  title: 'Each type of server has its kinds of backup',
  reason:
    'Chat, Classification and E-mail Server have warm standby and load balancing; Co-Browsing, Training and Web API Server load balancing only; Interaction Server, SMS Server, Social Messaging Server, UCS and the proxies warm standby only.',
  remedy: 'Use a kind of redundancy that the type has.',
  *check({ index }) {
    for (const application of index.applications) {
      yield* impossibleBackup(application);
      if (application.object.type === 'WebAPIServer') yield* severalNotBalanced(application, index);
    }
  },
};

function* impossibleBackup(application: PlacedApplication): Iterable<Breach> {
  const { type, backup, redundancyType } = application.object;
  const support = kindsOfBackup(type);
  if (support === undefined) return;
  const instead = support.warmStandby
    ? 'Use warm standby.'
    : `Run several instances of ${type} without backups, and let them be balanced.`;
  const breach = (field: string, says: string): Breach => ({
    path: ['applications', application.at, field],
    message: `${subject(application)}: ${says}`,
    objects: [
      toApplication(application),
      ...(backup === undefined ? [] : [{ kind: 'application', name: backup } as const]),
    ],
    remedy: instead,
  });
  if (backup !== undefined && !support.warmStandby) {
    yield breach('backup', `it has the backup "${backup}", but ${type} has no warm standby`);
  }
  if (redundancyType === 'none' || (redundancyType === 'warm' && (support.warmStandby || backup !== undefined))) return;
  yield breach('redundancyType', `its redundancy is ${redundancyType}, which ${type} does not have`);
}

/** Two Interaction Servers or two UCS for one tenant are a matter of MT-5. */
const notBalanced: ReadonlySet<string> = new Set([
  'InteractionServerProxy',
  'SMSServer',
  'SocialMessagingServer',
  'UniversalContactServerProxy',
]);

function* severalNotBalanced(application: PlacedApplication, index: ConfigurationIndex): Iterable<Breach> {
  const first = new Map<string, Reach>();
  const told = new Set<string>();
  for (const reach of index.reachOf(application)) {
    const { type, tenants, name } = reach.to.object;
    if (!notBalanced.has(type) || index.isLinkedBackup(reach.to)) continue;
    for (const tenant of tenants) {
      const key = `${type} ${tenant}`;
      const other = first.get(key);
      first.set(key, other ?? reach);
      if (
        other === undefined ||
        other.to === reach.to ||
        told.has(name) ||
        !application.object.tenants.includes(tenant)
      )
        continue;
      told.add(name);
      yield {
        severity: 'warning',
        path: pathOf(reach),
        message: `${subject(application)}: it reaches ${quoted([other.to.object.name, name])} for tenant "${tenant}", but servers of the type ${type} are not balanced`,
        objects: [toApplication(application), toApplication(other.to), toApplication(reach.to), toTenant(tenant)],
        remedy: `Connect one instance of ${type} for the tenant, with a warm standby backup where redundancy is wanted.`,
      };
    }
  }
}
