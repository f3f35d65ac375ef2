import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';
import type { KeptWorkflow } from '../workflow/kept-workflow.js';
import type { InteractionServerLink } from './interaction-server-link.js';
import type { Introduction } from './introduction.js';
import type { Routing } from './routing.js';

const mostStrategies = 100;
const mostMissing = 20;

/** What operators see of a routing server. */
export interface ShownUniversalRoutingServer extends Record<string, unknown> {
  readonly kind: 'universal-routing-server';
  readonly strategies: readonly LoadedStrategy[];
  readonly pending: number;
  readonly isConnected: boolean;
  /** What to set before it can be balanced with others (IXN-2). */
  readonly missing: readonly string[];
  readonly workflow: { readonly file?: string; readonly problem?: string };
}

export interface PartsOfRoutingServer {
  readonly routing: Pick<Routing, 'loaded' | 'pending'>;
  readonly introduction: Pick<Introduction, 'missing'>;
  readonly link: Pick<InteractionServerLink, 'isConnected' | 'problem'>;
  readonly workflow: Pick<KeptWorkflow, 'shown'>;
}

export function shownRoutingServer({
  routing,
  introduction,
  link,
  workflow,
}: PartsOfRoutingServer): ShownUniversalRoutingServer {
  const { problem } = link;
  return {
    kind: 'universal-routing-server',
    strategies: routing.loaded().slice(0, mostStrategies),
    ...{ pending: routing.pending, isConnected: link.isConnected },
    missing: (problem === undefined ? introduction.missing : [problem]).slice(0, mostMissing),
    workflow: workflow.shown(),
  };
}
