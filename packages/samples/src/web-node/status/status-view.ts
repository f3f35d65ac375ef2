import { LoadBalancerError } from '@eservices-lb/sdk';
import type { CandidateReport, Health, LoadBalancer, ResolvedService } from '@eservices-lb/sdk';

/** What the status page shows for one tenant. */
export interface StatusView {
  readonly candidates: readonly { readonly title: string; readonly reports: readonly CandidateReport[] }[];
  readonly health: Health;
  /** When the control server was last heard of, in words. */
  readonly lastHeard: string;
  /** Present when the visitor has an alias: where it leads, or why nowhere. */
  readonly alias?: { readonly alias: string; readonly service?: ResolvedService; readonly refusal?: string };
}

const shownTypes = [
  ['Chat Server', 'ChatServer'],
  ['E-mail Server', 'EmailServer'],
] as const;

/** Asks the load balancer what it would do for this tenant, and why. */
export function statusView(loadBalancer: LoadBalancer, tenant: string, alias: string | undefined): StatusView {
  const health = loadBalancer.health();
  return {
    candidates: shownTypes.map(([title, type]) => ({ title, reports: loadBalancer.explain({ tenant, type }) })),
    health,
    lastHeard: Number.isFinite(health.ageMs) ? `${(health.ageMs / 1000).toFixed(1)} s ago` : 'never',
    ...(alias !== undefined && { alias: resolveAlias(loadBalancer, tenant, alias) }),
  };
}

function resolveAlias(loadBalancer: LoadBalancer, tenant: string, alias: string): NonNullable<StatusView['alias']> {
  try {
    return { alias, service: loadBalancer.resolve(alias, { tenant }) };
  } catch (error) {
    if (error instanceof LoadBalancerError) return { alias, refusal: error.message };
    throw error;
  }
}
