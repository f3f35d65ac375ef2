import type { Clock } from '@eservices-lb/sdk';
import type { Router } from 'express';
import type { AccessTokens } from '../access/access-tokens.js';
import type { EventStreams } from '../api/event-stream.js';
import type { World } from '../control/world.js';
import type { LocalControlAgentLinks } from '../lca-server/local-control-agent-links.js';
import type { SimulatedApplications } from '../simulated/simulated-applications.js';
import type { WarmStandby } from '../backup/warm-standby.js';
import { aloneRoute } from './alone-route.js';
import { ControlServerPair } from './control-server-pair.js';
import { PairConnections } from './pair-connections.js';
import type { ControlServerRole } from './peer.js';
import { peerOverHttp } from './peer-over-http.js';
import type { ReplicaStore } from './replica-store.js';
import { reportUnlinked } from './report-unlinked.js';

const missedHeartbeatsAllowed = 3;

export interface PairConfiguration {
  /** Base URL of the other control server. */
  readonly peerUrl: string;
  readonly configured: ControlServerRole;
}

export interface PairParts {
  readonly world: World;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly links: LocalControlAgentLinks;
  readonly streams: EventStreams;
  readonly simulated: SimulatedApplications;
  readonly warmStandby: Pick<WarmStandby, 'pause' | 'resume'>;
  readonly secret: string;
  readonly store: ReplicaStore | undefined;
}

/** One side of a pair over the network, with what serves opened and closed as its role is. */
export interface NetworkedPair {
  readonly role: ControlServerPair;
  readonly connections: PairConnections;
  /** What the other one asks, besides its connections. */
  readonly routes: Router;
  close(): void;
}

export function pairOf({ peerUrl, configured }: PairConfiguration, parts: PairParts): NetworkedPair {
  const { links, streams, simulated, warmStandby, secret, ...rest } = parts;
  let cancelGrace = (): void => undefined;
  const role = new ControlServerPair({
    ...rest,
    ...{ configured, peer: peerOverHttp(peerUrl, secret) },
    onRole: (now) => {
      cancelGrace();
      if (now === 'backup') {
        streams.leave();
        links.leave();
        warmStandby.pause();
        return;
      }
      const { world, clock, heartbeatMs } = rest;
      cancelGrace = reportUnlinked({ world, links, clock, graceMs: missedHeartbeatsAllowed * heartbeatMs });
      simulated.resume();
      warmStandby.resume();
    },
  });
  const connections = new PairConnections(secret, (channel) => {
    role.accept(channel);
  });
  const routes = aloneRoute(secret, (version) => {
    role.hearAlone(version);
    return { role: role.role, epoch: rest.world.version.epoch };
  });
  return {
    ...{ role, connections, routes },
    close: () => {
      cancelGrace();
      role.close();
      connections.close();
    },
  };
}
