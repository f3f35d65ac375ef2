import type { Clock } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { Response } from 'express';
import type { World } from '../control/world.js';
import type { WorldEvent } from '../control/world-event.js';
import { Problem } from './problem.js';
import { eventFrame, SnapshotFrame } from './event-frames.js';

/** A client that has this much waiting, beyond what it was sent first, does not read; it is cut off, and will resume or begin afresh. */
const longestBacklogBytes = 8 * 1024 * 1024;

export interface EventStreamsOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  /** How many may be open at a time. */
  readonly limit: number;
}

/** The open streams of server-sent events. Each event is written out once, for all of them. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  /** Each with the number of bytes that may wait. */
  readonly #open = new Map<Response, number>();
  readonly #snapshot: SnapshotFrame;
  readonly #unsubscribe: () => void;
  #cancelHeartbeat: () => void = () => undefined;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    this.#snapshot = new SnapshotFrame(options.world);
    this.#unsubscribe = options.world.subscribe((event) => {
      this.#tell(event);
    });
    this.#beat();
  }

  get count(): number {
    return this.#open.size;
  }

  /**
   * Sends what the client missed, or everything where that is not known, and from then on every event in the turn in which it happens.
   * @throws Problem (503) when too many are open
   */
  open(response: Response, lastEventId: string | undefined): void {
    const { world, limit } = this.#options;
    if (this.#open.size >= limit) {
      response.set('Retry-After', '5');
      throw new Problem(503, 'TOO_MANY_STREAMS', `${limit} event streams are open already; try again later.`);
    }
    response.socket?.setNoDelay(true);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    const known = parseVersion(lastEventId);
    const missed = known && world.eventsSince(known);
    if (missed === undefined) response.write(this.#snapshot.current);
    else for (const { name, body } of missed) response.write(eventFrame(name, body));
    response.write(eventFrame('heartbeat', world.version));
    this.#open.set(response, response.writableLength + longestBacklogBytes);
    response.once('close', () => {
      this.#open.delete(response);
    });
  }

  close(): void {
    this.#unsubscribe();
    this.#cancelHeartbeat();
    for (const response of this.#open.keys()) response.end();
  }

  #tell({ name, body }: WorldEvent): void {
    if (this.#open.size > 0) this.#send(name === 'snapshot' ? this.#snapshot.current : eventFrame(name, body));
  }

  #send(frame: string | Buffer): void {
    for (const [response, limit] of this.#open) {
      if (response.writableEnded || response.destroyed) continue;
      if (response.writableLength > limit) response.destroy();
      else response.write(frame);
    }
  }

  #beat(): void {
    const { clock, heartbeatMs, world } = this.#options;
    this.#cancelHeartbeat = clock.after(heartbeatMs, () => {
      this.#send(eventFrame('heartbeat', world.version));
      this.#beat();
    });
  }
}

function parseVersion(id: string | undefined): Version | undefined {
  const parts = /^(\d{1,16})\.(\d{1,16})$/.exec(id ?? '');
  return parts === null ? undefined : { epoch: Number(parts[1]), revision: Number(parts[2]) };
}
