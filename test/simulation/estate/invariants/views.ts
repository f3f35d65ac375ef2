import type { Service, Snapshot } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { balancing } from '../estate-of-tenants.js';
import type { Entry, History } from '../history.js';

/** Every entry of one web node, each with the view that the node had last said to have. */
export function* withViews(history: History): Generator<readonly [Entry, Snapshot | undefined]> {
  const views = new Map<string, Snapshot>();
  for (const entry of history.entries) {
    if (entry.type === 'applied') views.set(entry.node, entry.snapshot);
    yield [entry, 'node' in entry ? views.get(entry.node) : undefined];
  }
}

export function applicationNamed({ configuration }: Snapshot, name: string): Application | undefined {
  for (const application of configuration.applications.values()) if (application.name === name) return application;
  return undefined;
}

/** The names of what the balancing application is connected with, directly or through an enabled cluster. */
export function connectedWith(view: Snapshot): ReadonlySet<string> {
  const targets = (applicationNamed(view, balancing)?.connections ?? []).map(({ application }) => application);
  return new Set(
    targets.flatMap((target) => {
      const application = applicationNamed(view, target);
      if (application?.type !== 'ApplicationCluster') return [target];
      return application.state === 'enabled' ? application.connections.map((each) => each.application) : [];
    }),
  );
}

/** The tenants that an application works for: those it was started with, where it says so (MT-4), else the configured ones. */
export const tenantsOf = (view: Snapshot, member: string, server: Application): readonly string[] =>
  view.statuses.get(member)?.tenants ?? server.tenants;

/** Where the picked member of a server listens as the view has it; undefined where the view does not have it any more. */
export function addressIn(view: Snapshot, { dbid, member }: Service): string | undefined {
  const server = view.configuration.applications.get(dbid);
  const application = member === 'backup' ? applicationNamed(view, server?.backup ?? '') : server;
  if (application === undefined) return undefined;
  const host = [...view.configuration.hosts.values()].find(({ name }) => name === application.host);
  const port = application.ports.find(({ id }) => id === (application.type === 'ChatServer' ? 'webapi' : 'default'));
  return `${host?.address ?? ''}:${port?.port ?? 0}`;
}
