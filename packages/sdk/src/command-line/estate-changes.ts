import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { runStateOf } from '../core/directory/snapshot.js';
import type { Configuration, Snapshot } from '../core/directory/snapshot.js';
import type { Application } from '../wire/application.js';
import type { Status } from '../wire/status.js';

/** One thing that changed in an estate, for programs and, as `text`, for people. */
export interface EstateChange {
  readonly change: 'view' | 'status' | 'added' | 'changed' | 'deleted' | 'lost' | 'warning';
  readonly text: string;
  readonly kind?: 'application' | 'host' | 'tenant';
  readonly name?: string;
  readonly status?: Status;
  readonly before?: Status;
  readonly mode?: string;
  /** The names of the fields that are others now. */
  readonly fields?: readonly string[];
  /** The application that it is about, as far as filters need it. */
  readonly about?: Pick<Application, 'type' | 'tenants'>;
}

/** What an event changed. The first view is told as a whole, a later one by what differs. */
export function changesBetween(before: Snapshot, after: Snapshot, event: DirectoryEvent): readonly EstateChange[] {
  switch (event.type) {
    case 'lost':
      return [{ change: 'lost', text: `the control server is lost: ${event.reason}` }];
    case 'warning':
      return [{ change: 'warning', text: `warning: ${event.message}` }];
    case 'rejected':
      return [{ change: 'warning', text: `warning: ${event.problem.message}` }];
    case 'snapshot':
      return before.epoch === 0 && before.revision === 0 ? firstView(after) : everyChange(before, after);
    case 'configuration':
      return configurationChanges(before.configuration, after.configuration, event.change.kind);
    case 'status':
      return statusChange(before, after, event.change.application);
    default:
      return [];
  }
}

function firstView({ epoch, revision, configuration, statuses }: Snapshot): readonly EstateChange[] {
  const running = [...statuses.values()].filter(({ status }) => status === 'running').length;
  const { applications, tenants } = configuration;
  const text = `${applications.size} applications, ${running} of them running, for ${tenants.size} tenants (epoch ${epoch}, revision ${revision})`;
  return [{ change: 'view', text }];
}

const kinds = ['tenant', 'host', 'application'] as const;

function everyChange(before: Snapshot, after: Snapshot): readonly EstateChange[] {
  return [
    ...kinds.flatMap((kind) => configurationChanges(before.configuration, after.configuration, kind)),
    ...[...after.statuses.keys()].flatMap((application) => statusChange(before, after, application)),
  ];
}

function configurationChanges(
  before: Configuration,
  after: Configuration,
  kind: (typeof kinds)[number],
): readonly EstateChange[] {
  const list = `${kind}s` as const;
  const [old, current] = [before[list], after[list]];
  const changes: EstateChange[] = [];
  for (const [dbid, object] of current) {
    const known = old.get(dbid);
    if (known === object) continue;
    const { name } = object;
    const fields = known === undefined ? [] : differingFields(known, object);
    const about = { kind, name, ...applicationOf(object) };
    if (known === undefined) changes.push({ change: 'added', text: `${kind} ${name} added`, ...about });
    else if (fields.length > 0) {
      const text = `${kind} ${name} changed: ${describeFields(object, fields)}`;
      changes.push({ change: 'changed', text, fields, ...about });
    }
  }
  for (const [dbid, object] of old) {
    if (current.has(dbid)) continue;
    const { name } = object;
    changes.push({ change: 'deleted', text: `${kind} ${name} deleted`, kind, name, ...applicationOf(object) });
  }
  return changes;
}

function applicationOf(object: object): Pick<EstateChange, 'about'> {
  if (!('type' in object) || !('tenants' in object)) return {};
  const { type, tenants } = object as Application;
  return { about: { type, tenants } };
}

function differingFields(before: object, after: object): readonly string[] {
  const [old, current] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const fields = new Set([...old.keys(), ...current.keys()]);
  return [...fields].filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(current.get(field)));
}

/** A state is short and is what one looks for; other fields are only named. */
const describeFields = (object: object, fields: readonly string[]): string =>
  fields.map((field) => (field === 'state' && 'state' in object ? String(object.state) : field)).join(', ');

function statusChange(before: Snapshot, after: Snapshot, name: string): readonly EstateChange[] {
  const [old, current] = [runStateOf(before, name), runStateOf(after, name)];
  if (old.status === current.status && old.mode === current.mode) return [];
  const { status, mode } = current;
  const role = mode === 'primary' ? '' : ` (${mode})`;
  const application = [...after.configuration.applications.values()].find((each) => each.name === name);
  return [
    {
      ...{ change: 'status', kind: 'application', name, status, before: old.status, mode },
      text: `${name} ${status}${role}, was ${old.status}`,
      ...(application && applicationOf(application)),
    },
  ];
}
