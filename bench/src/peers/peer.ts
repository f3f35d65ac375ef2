/** One load balancer over a number of instances, all up. */
export interface PeerPool {
  /** Picks so many times, one after the other. */
  readonly pick: (times: number) => void;
  /** One instance goes or comes back, and the next is picked; undefined where the picker knows nothing of it. */
  readonly change?: ((instance: number, isUp: boolean) => void | Promise<void>) | undefined;
  readonly close?: () => Promise<unknown>;
}

export interface Peer {
  readonly name: string;
  /** The picker leaves out instances that are down. */
  readonly tracksLiveness: boolean;
  readonly isOurs?: true;
  readonly create: (instances: number) => PeerPool | Promise<PeerPool>;
}
