import type { Snapshot } from '@eservices-lb/sdk';
import type { Application, Status } from '@eservices-lb/sdk/wire';
import type { EntryOf, History } from '../history.js';
import type { Invariant } from './invariant.js';
import { UsedMembers } from './used-members.js';
import { addressIn, applicationNamed, connectedWith, withViews } from './views.js';

const sessionBound = new Set(['ChatServer', 'CoBrowsingServer', 'CallbackServer']);

interface Origin {
  readonly dbid: number;
  readonly application: string;
  readonly type: string;
  readonly tenant: string;
}

export const sameInstance: Invariant = {
  name: 'I3',
  words: 'an alias leads to the instance it was given for, until that is stopped or gone',
  broken(history) {
    const origins = originsOf(history);
    const members = new UsedMembers();
    return [...withViews(history)].flatMap(([entry, view]) => {
      if (entry.type === 'applied') members.follow(entry.node, entry.snapshot);
      if (entry.type === 'asked') return wrongAnswer(entry, view);
      if ((entry.type !== 'resolved' && entry.type !== 'unresolved') || view === undefined) return [];
      const origin = origins.get(entry.alias);
      if (origin?.tenant !== entry.tenant) return [];
      const used = members.of(entry.node, origin.dbid, view);
      const now: Now = { view, used, status: view.statuses.get(used?.name ?? '')?.status ?? 'stopped' };
      const wrong = entry.type === 'resolved' ? wrongWay(entry, origin, now) : wrongEnd(entry, origin, now);
      return wrong === undefined ? [] : [`alias of ${origin.application} at ${entry.node}, ${entry.at}: ${wrong}`];
    });
  },
};

/** What the web node knows of an alias's server. */
interface Now {
  readonly view: Snapshot;
  /** The member that the alias leads to, if the server is there. */
  readonly used: Application | undefined;
  readonly status: Status;
}

/** Whoever answers must be the instance that the web node was told, by whatever name it knows it. */
function wrongAnswer({ node, at, service, reached }: EntryOf<'asked'>, view: Snapshot | undefined): readonly string[] {
  const server = view?.configuration.applications.get(service.dbid);
  const backup = view === undefined ? undefined : applicationNamed(view, server?.backup ?? '');
  const dbid = service.member === 'backup' ? backup?.dbid : service.dbid;
  return reached === undefined || dbid === undefined || reached.dbid === dbid
    ? []
    : [`${node} asked ${service.application} (${service.member}) at ${at}, and ${reached.application} answered`];
}

function originsOf(history: History): ReadonlyMap<string, Origin> {
  return new Map(
    history
      .all('picked')
      .map(({ service: { alias, dbid, application }, wish }) => [alias, { dbid, application, ...wish }]),
  );
}

function wrongWay({ service }: EntryOf<'resolved'>, origin: Origin, now: Now): string | undefined {
  if (service.dbid === origin.dbid) {
    const address = addressIn(now.view, service);
    const isRight = address === undefined || address === `${service.host}:${service.port}`;
    if (!isRight) return `it led to ${service.host}:${service.port}, and the instance listens at ${address}`;
    const isUsed = now.used === undefined || (service.member === 'primary') === (now.used.dbid === origin.dbid);
    return isUsed || now.status === 'stopped' ? undefined : `it led to the ${service.member}, which is not in use`;
  }
  if (sessionBound.has(origin.type)) return `it led to ${service.application}`;
  return now.status === 'stopped'
    ? undefined
    : `it led to ${service.application} although its own instance is not stopped`;
}

/** Why an alias may come to nothing: its instance, or its tenant, is not there any more, or nothing is known of it. */
function wrongEnd({ code }: EntryOf<'unresolved'>, origin: Origin, { view, status }: Now): string | undefined {
  const server = view.configuration.applications.get(origin.dbid);
  const mayHaveEnded = status === 'stopped' || status === 'unknown';
  switch (code) {
    case 'INSTANCE_STOPPED':
      return mayHaveEnded ? undefined : 'it is said to be stopped, and is not';
    case 'NO_INSTANCE':
    case 'ALL_DRAINING':
      return !sessionBound.has(origin.type) && mayHaveEnded
        ? undefined
        : `it came to ${code} although its own instance is not stopped`;
    case 'INSTANCE_GONE':
      return server?.tenants.includes(origin.tenant) === true && connectedWith(view).has(server.name)
        ? 'it is said to be gone, and is there'
        : undefined;
    case 'UNKNOWN_TENANT':
    case 'TENANT_NOT_SERVED':
      return undefined; // Of the tenant, not of the alias.
    default:
      return `it came to ${code}`;
  }
}
