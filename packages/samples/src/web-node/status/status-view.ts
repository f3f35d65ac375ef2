import { LoadBalancerError } from '@eservices-lb/sdk';
import type { CandidateReport, Health, LoadBalancer, ResolvedService } from '@eservices-lb/sdk';

/** What the status page shows for one tenant. */
export interface StatusView {
  readonly candidates: readonly { readonly title: string; readonly reports: readonly CandidateReport[] }[];
  readonly health: Health;
  /** When the control server was last heard of, in words. */
  readonly lastHeard: string;
  /** Present when the visitor has an alias: where it leads, or why nowhere. */
  readonly alias?: AliasView;
}

interface AliasView {
  readonly alias: string;
  readonly service?: ResolvedService;
  /** What is to be said of that instance, and so why new work goes there, or does not. */
  readonly reason?: string;
  readonly refusal?: string;
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

function resolveAlias(loadBalancer: LoadBalancer, tenant: string, alias: string): AliasView {
  try {
    const service = loadBalancer.resolve(alias, { tenant });
    const type = loadBalancer.configuration.application(service.application)?.type;
    const reports = type === undefined ? [] : loadBalancer.explain({ tenant, type });
    const reason = reports.find(({ application }) => application === service.application)?.reason;
    return { alias, service, ...(reason !== undefined && { reason }) };
  } catch (error) {
    if (error instanceof LoadBalancerError) return { alias, refusal: error.message };
    throw error;
  }
}
