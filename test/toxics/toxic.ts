import type { Clock } from '@eservices-lb/sdk';

/** Bytes, and when they came to where they are now (monotonic ms). */
export interface Chunk {
  readonly bytes: Buffer;
  readonly at: number;
}

/** One direction of one connection, as a toxic sees it. */
export interface Flow {
  readonly clock: Clock;
  /** Aborts when the toxic is taken away, or the connection is over: nobody waits any longer. */
  readonly signal: AbortSignal;
  /** Ends both sides of the connection in order (FIN). */
  close(): void;
  /** Ends both sides of the connection by a reset (RST). */
  reset(): void;
}

/** What a toxic does to one direction of one connection. What it leaves out goes on as if it were not there. */
export interface Treatment {
  /** What goes on of a chunk, in which pieces, and when. */
  pass?(chunk: Chunk): AsyncIterable<Chunk> | Iterable<Chunk>;
  /** Resolves when the receiver may be told that the sender has ended. */
  end?(): Promise<void>;
}

/** What can be wrong with a connection. */
export interface Toxic {
  /** Called once for each direction of each connection that it is put on. */
  begin(flow: Flow): Treatment;
  /** Whether nobody can connect while it is on. */
  readonly refusesConnections?: boolean;
}
