import type { Version } from '@eservices-lb/sdk/wire';
import type { Channel } from './channel.js';

export type ControlServerRole = 'primary' | 'backup';

/** What the other control server says of itself. */
export interface PeerHealth {
  readonly role: ControlServerRole;
  readonly epoch: number;
}

/** The other control server of a pair, from here. */
export interface Peer {
  /** What it is, or nothing where it does not answer within half a second. */
  health(): Promise<PeerHealth | undefined>;
  /** Tells it that this version is answered for without it, so that it does not take over with less. Answers as `health` does. */
  goesAlone(version: Version): Promise<PeerHealth | undefined>;
  /** Opens a connection to follow it by. @throws where it does not take one */
  connect(): Promise<Channel>;
}
