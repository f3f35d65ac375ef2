import { pathOf } from './configuration-index.js';
import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { subject, toApplication } from './object-references.js';
import type { Breach, Rule } from './rule.js';

export const bk4: Rule = {
  id: 'BK-4',
  severity: 'error',
  title: 'A warm standby pair is one primary and one backup of the same type',
  reason:
    'The backup takes the place of its primary, with its clients and its tenants, so it must be of the same type and can do that for one primary only. Only the primary serves clients.',
  remedy: 'Name one backup of the same type for each primary, and let clients connect to the primary.',
  *check({ index }) {
    for (const application of index.applications) {
      yield* brokenPair(application);
      yield* wrongRole(application);
    }
    yield* clientsOfBackups(index);
  },
};

function* brokenPair(primary: PlacedApplication): Iterable<Breach> {
  const { name, type, backup } = primary.object;
  const path = ['applications', primary.at, 'backup'];
  if (backup === name) {
    yield {
      ...{ path, message: `${subject(primary)}: it is its own backup`, objects: [toApplication(primary)] },
      remedy: 'Name another application as the backup, or none.',
    };
  }
  const other = primary.backup;
  if (other === undefined) return;
  const objects = [toApplication(primary), toApplication(other)] as const;
  if (other.object.type !== type) {
    yield {
      ...{ path, objects },
      message: `${subject(primary)}: its backup "${other.object.name}" is of type ${other.object.type}, not ${type}`,
      remedy: `Name another ${type} as the backup.`,
    };
  }
  const [first] = other.primaries;
  if (first !== undefined && first !== primary) {
    yield {
      ...{ path, objects: [...objects, toApplication(first)] },
      message: `${subject(primary)}: "${other.object.name}" is the backup of "${first.object.name}" already`,
      remedy: 'Give each primary a backup of its own.',
    };
  }
  if (other.object.backup !== undefined) {
    yield {
      ...{ path, objects },
      message: `${subject(primary)}: its backup "${other.object.name}" has a backup itself, "${other.object.backup}"`,
      remedy: `Let "${other.object.name}" name no backup.`,
    };
  }
}

/** What `isPrimary` says and what the links say must agree. */
function* wrongRole(application: PlacedApplication): Iterable<Breach> {
  const { isPrimary, name } = application.object;
  const [primary] = application.primaries;
  if (isPrimary === (primary === undefined)) return;
  yield {
    severity: 'warning',
    path: ['applications', application.at, 'isPrimary'],
    message:
      primary === undefined
        ? `${subject(application)}: it is marked as a backup (isPrimary: false), but is the backup of nobody`
        : `${subject(application)}: it is the backup of "${primary.object.name}", but marked as a primary`,
    objects: [toApplication(application), ...(primary === undefined ? [] : [toApplication(primary)])],
    remedy:
      primary === undefined
        ? `Name "${name}" as the backup of its primary, or set isPrimary to true.`
        : `Set isPrimary of "${name}" to false.`,
  };
}

/** Clients are led to the backup by its primary (LB-14). */
function* clientsOfBackups(index: ConfigurationIndex): Iterable<Breach> {
  for (const client of index.applications) {
    for (const reach of client.connections) {
      const { to } = reach;
      const [primary] = to.primaries;
      if (primary === undefined || primary === client) continue;
      yield {
        severity: 'warning',
        path: pathOf(reach),
        message: `${subject(client)}: it connects to the backup "${to.object.name}", but clients connect to the primary "${primary.object.name}"`,
        objects: [toApplication(client), toApplication(to), toApplication(primary)],
        remedy: `Connect to "${primary.object.name}" only; its backup comes with it.`,
      };
    }
  }
}
