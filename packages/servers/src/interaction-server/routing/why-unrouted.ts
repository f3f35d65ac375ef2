import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';
import { hasStrategy } from './routing-server.js';
import type { RoutingServer } from './routing-server.js';

/** A connected routing server, with what may keep interactions from it. */
export interface JudgedRoutingServer extends RoutingServer {
  readonly isParticipant: boolean;
  /** It has as many interactions at the strategy as it may have. */
  readonly isBusy: boolean;
}

/** Why the interactions at a strategy are given to nobody, and what to do about it. */
export function whyUnrouted(strategy: LoadedStrategy, connected: readonly JudgedRoutingServer[]): string {
  const having = connected.filter((server) => hasStrategy(server, strategy));
  if (connected.length === 0) return 'No routing server is connected.';
  if (having.length === 0)
    return `No connected routing server has strategy "${strategy.name}" of tenant "${strategy.tenant}" loaded: activate it on one.`;
  const participants = having.filter(({ isParticipant }) => isParticipant);
  if (participants.length === 0) return having.map(whyNoParticipant).join(' ');
  const taking = participants.filter(({ isTaking }) => isTaking);
  if (taking.length === 0)
    return `${namesOf(participants)} loaded the strategy, but takes nothing at the moment: it is suspended, stopping, or a backup.`;
  if (taking.every(({ isBusy }) => isBusy)) return `Every routing server that has the strategy is busy with others.`;
  return `${namesOf(taking)} loaded the strategy, and is given the next interactions in a moment.`;
}

const whyNoParticipant = ({ application, missing }: JudgedRoutingServer): string =>
  `"${application}" has the strategy, but takes no part: ${missing.join(' ')}`;

const namesOf = (servers: readonly RoutingServer[]): string =>
  `${servers.map(({ application }) => `"${application}"`).join(' and ')} has`;
