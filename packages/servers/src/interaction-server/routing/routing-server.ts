import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';

/** A Universal Routing Server that is connected, with what decides whether it takes part. */
export interface RoutingServer {
  readonly application: string;
  readonly dbid: number;
  readonly strategies: readonly LoadedStrategy[];
  /** What is missing for balancing it with others (IXN-2), each a sentence that says what to set. */
  readonly missing: readonly string[];
  /** It takes interactions at the moment: it is neither suspended, nor stopping, nor a backup. */
  readonly isTaking: boolean;
}

/**
 * Who may be given interactions: every routing server whose settings are complete. One that is alone needs no agent reservation; where
 * several have strategies and none is complete, only one is used, so that no two pick the same agent (IXN-2): the first of those that take
 * interactions, for a backup is connected, too.
 */
export function participants(connected: readonly RoutingServer[]): readonly RoutingServer[] {
  const useful = connected.filter(({ strategies }) => strategies.length > 0);
  const complete = useful.filter(({ missing }) => missing.length === 0);
  if (complete.length > 0) return complete;
  const alone = useful.find(({ isTaking }) => isTaking) ?? useful[0];
  return alone === undefined ? [] : [alone];
}

export const hasStrategy = ({ strategies }: RoutingServer, strategy: LoadedStrategy): boolean =>
  strategies.some(({ name, tenant }) => name === strategy.name && tenant === strategy.tenant);
