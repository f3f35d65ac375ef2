import type { Snapshot } from '@eservices-lb/sdk';
import type { EntryOf } from '../history.js';
import { balancing } from '../estate-of-tenants.js';
import type { Invariant } from './invariant.js';
import { applicationNamed, connectedWith, tenantsOf, withViews } from './views.js';

/** Written down anew from the guide, without a line of the SDK. */
export const onlyEligible: Invariant = {
  name: 'I1',
  words: 'no new session is given to an instance that was not eligible in the view that the pick was made with',
  broken: (history) =>
    [...withViews(history)].flatMap(([entry, view]) => {
      if (entry.type !== 'picked') return [];
      const reason = view === undefined ? 'there was no view' : hindrance(entry, view);
      return reason === undefined
        ? []
        : [`${entry.node} picked ${entry.service.application} at ${entry.at}: ${reason}`];
    }),
};

function hindrance({ service, wish }: EntryOf<'picked'>, view: Snapshot): string | undefined {
  const server = applicationNamed(view, service.application);
  if (server === undefined) return 'it is not configured';
  const name = service.member === 'backup' ? (server.backup ?? '') : server.name;
  const member = applicationNamed(view, name);
  const { status, mode } = view.statuses.get(name) ?? { status: 'never heard of', mode: 'primary' };
  const tenant = [...view.configuration.tenants.values()].find((each) => each.name === wish.tenant);
  if (member === undefined) return `${name} is not configured`;
  if (member.state !== 'enabled') return `${name} is disabled`;
  if (status !== 'running') return `${name} is ${status}`;
  if (mode !== 'primary') return `${name} is in mode ${mode}`;
  if (server.type !== wish.type) return `it is of type ${server.type}`;
  if (tenant?.state !== 'enabled') return `tenant ${wish.tenant} is ${tenant?.state ?? 'unknown'}`;
  if (!tenantsOf(view, name, server).includes(wish.tenant)) return `it does not work for ${wish.tenant}`;
  if (!(applicationNamed(view, balancing)?.tenants ?? []).includes(wish.tenant)) return `${wish.tenant} is not served`;
  return connectedWith(view).has(server.name) ? undefined : 'it is not connected';
}
