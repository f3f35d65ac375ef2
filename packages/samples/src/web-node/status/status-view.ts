import { LoadBalancerError } from '@eservices-lb/sdk';
import type { CandidateReport, Health, LoadBalancer, ResolvedService } from '@eservices-lb/sdk';

/** How the page paints an instance. */
export type Colour = 'good' | 'warn' | 'idle';

export interface InstanceView {
  readonly application: string;
  /** In a word: takes new work, finishes what it has, or does nothing. */
  readonly word: 'takesNewWork' | 'draining' | 'notUsed';
  readonly colour: Colour;
  readonly reason: string;
  readonly isVisitors: boolean;
}

export interface TypeView {
  readonly type: (typeof shownTypes)[number];
  readonly instances: readonly InstanceView[];
}

/** What the status page shows for one tenant. */
export interface StatusView {
  readonly types: readonly TypeView[];
  readonly health: Health;
  /** Present when the visitor has an alias: where it leads, or why nowhere. */
  readonly alias?: AliasView;
}

interface AliasView {
  readonly alias: string;
  readonly service?: ResolvedService;
  readonly refusal?: string;
}

const shownTypes = ['ChatServer', 'EmailServer'] as const;

/** Asks the load balancer what it would do for this tenant, and why. */
export function statusView(loadBalancer: LoadBalancer, tenant: string, alias: string | undefined): StatusView {
  const health = loadBalancer.health();
  const resolved = alias === undefined ? undefined : resolveAlias(loadBalancer, tenant, alias);
  return {
    types: shownTypes.map((type) => ({
      type,
      instances: loadBalancer
        .explain({ tenant, type })
        .map((report) => instanceView(report, resolved?.service?.application)),
    })),
    health,
    ...(resolved !== undefined && { alias: resolved }),
  };
}

function instanceView(report: CandidateReport, visitors: string | undefined): InstanceView {
  const { application, selectable, isDraining, reason } = report;
  const shown = { application, reason, isVisitors: application === visitors };
  if (selectable) return { ...shown, word: 'takesNewWork', colour: 'good' };
  return isDraining ? { ...shown, word: 'draining', colour: 'warn' } : { ...shown, word: 'notUsed', colour: 'idle' };
}

function resolveAlias(loadBalancer: LoadBalancer, tenant: string, alias: string): AliasView {
  try {
    return { alias, service: loadBalancer.resolve(alias, { tenant }) };
  } catch (error) {
    if (error instanceof LoadBalancerError) return { alias, refusal: error.message };
    throw error;
  }
}
