import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';
import type { RoutingBoard, Unrouted } from './routing-board.js';
import type { AbsentRoutingServer } from './routing-server-directory.js';

/** A strategy that a routing server has loaded, and how many interactions at it were submitted to it. */
export interface ShownStrategy extends LoadedStrategy {
  readonly submitted: number;
}

/** What operators see of a routing server. */
export interface ShownRoutingServer {
  readonly application: string;
  readonly isConnected: boolean;
  readonly strategies: readonly ShownStrategy[];
  /** What to set before it can be balanced with others (IXN-2). */
  readonly missing: readonly string[];
  readonly isParticipant: boolean;
  /** It takes interactions at the moment. */
  readonly isTaking: boolean;
  readonly pending: number;
  /** How many interactions went on elsewhere because it was lost (IXN-3). */
  readonly resubmitted: number;
}

/** What operators see of the routing: the longest lines, and every routing server that is there or ought to be. */
export interface ShownRouting {
  readonly unrouted: readonly Unrouted[];
  readonly routingServers: readonly ShownRoutingServer[];
}

const mostLines = 30;
const mostServers = 30;
const mostStrategies = 20;
const longestReason = 400;

export function shownRouting(
  board: Pick<RoutingBoard, 'servers' | 'unrouted' | 'resubmitted' | 'submitted'>,
  absent: readonly AbsentRoutingServer[],
): ShownRouting {
  const connected = board.servers();
  return {
    unrouted: board
      .unrouted()
      .slice(0, mostLines)
      .map((line) => ({ ...line, reason: line.reason.slice(0, longestReason) })),
    routingServers: [
      ...connected.map(({ application, strategies, missing, isParticipant, isTaking, pending }) => ({
        ...{ application, isConnected: true, missing },
        strategies: strategies
          .slice(0, mostStrategies)
          .map((strategy) => ({ ...strategy, submitted: board.submitted(application, strategy) })),
        ...{ isParticipant, isTaking, pending, resubmitted: board.resubmitted(application) },
      })),
      ...absent.map(({ application, missing }) => ({
        ...{ application, isConnected: false, strategies: [], missing },
        ...{ isParticipant: false, isTaking: false, pending: 0, resubmitted: board.resubmitted(application) },
      })),
    ]
      .sort((one, other) => (one.application < other.application ? -1 : 1))
      .slice(0, mostServers),
  };
}
