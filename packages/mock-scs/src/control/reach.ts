import { createLoadBalancer } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { randomBytes } from 'node:crypto';
import type { World } from './world.js';
import { worldSource } from './world-source.js';

/** What is to be said of one application that another one might be balanced to. */
export interface ReachCandidate {
  readonly application: string;
  readonly type: string;
  /** New work for the tenant may be given to it. */
  readonly isSelectable: boolean;
  /** Sentence parts, such as "running" or "not assigned to tenant Resources". */
  readonly reasons: readonly string[];
}

/**
 * What an application can be balanced to on behalf of a tenant, and why not to the rest, in the words of the SDK. A backup is part of what is said
 * of its primary, where that one is within reach.
 * @throws UnknownObjectError
 */
export async function reachOf(world: World, name: string, tenant: string): Promise<readonly ReachCandidate[]> {
  const application = world.object('application', name);
  world.object('tenant', tenant);
  const ownReasons = application.tenants.includes(tenant) ? [] : [`${name} itself is not assigned to tenant ${tenant}`];
  await using balancer = createLoadBalancer({
    application: name,
    source: worldSource(world),
    aliasKeys: [randomBytes(32).toString('base64')],
    onWarning: () => undefined,
  });
  await balancer.ready();
  return serverTypes(world.configuration.applications).flatMap((type) =>
    balancer
      .explain({ type, tenant })
      .filter((candidate) => candidate.application !== name)
      .map(({ application: server, selectable, reason }) => ({
        ...{ application: server, type },
        isSelectable: selectable && ownReasons.length === 0,
        reasons: [...ownReasons, reason],
      })),
  );
}

/** A cluster stands for its members, and is not chosen itself. */
const serverTypes = (applications: readonly Application[]): readonly string[] =>
  [...new Set(applications.map(({ type }) => type))].filter((type) => type !== 'ApplicationCluster').sort();
