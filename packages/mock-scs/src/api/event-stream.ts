import type { Clock } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { Response } from 'express';
import type { World } from '../control/world.js';
import type { WorldEvent } from '../control/world-event.js';
import { eventFrame, SnapshotFrame } from './event-frames.js';
import type { Frame } from './event-frames.js';
import { Problem } from './problem.js';
import { ResponseStream } from './response-stream.js';
import type { ClientStream, StreamOutput } from './stream-output.js';

/** What a stream begins with, for a client that has seen everything up to an event, or nothing. */
export type Opening = (lastEventId: string | undefined) => readonly Frame[];

export interface AttachedStream {
  send(frame: Frame): void;
  /** The stream is over. */
  detach(): void;
}

/** What may stand between the control server and its streams. */
export interface StreamFaults {
  opening(usual: Opening): Opening;
  attach(stream: StreamOutput): AttachedStream;
}

export interface EventStreamsOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  /** How many may be open at a time. */
  readonly limit: number;
  readonly faults: StreamFaults;
}

/** The open streams of server-sent events. Each event is written out once, for all of them. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #open = new Map<ClientStream, AttachedStream>();
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
   * Answers a request with a stream.
   * @throws Problem (503) when too many are open
   */
  open(response: Response, lastEventId: string | undefined): void {
    const { limit } = this.#options;
    if (this.#open.size >= limit) {
      response.set('Retry-After', '5');
      throw new Problem(503, 'TOO_MANY_STREAMS', `${limit} event streams are open already; try again later.`);
    }
    this.attach(new ResponseStream(response), lastEventId);
  }

  /** Sends what the client missed, or everything where that is not known, and from then on every event in the turn in which it happens. */
  attach(stream: ClientStream, lastEventId: string | undefined): void {
    const { faults, world } = this.#options;
    const attached = faults.attach(stream);
    const opening = faults.opening((known) => this.#opening(known));
    for (const frame of opening(lastEventId)) attached.send(frame);
    attached.send(eventFrame('heartbeat', world.version));
    stream.begun();
    this.#open.set(stream, attached);
    stream.onClosed(() => {
      this.#open.delete(stream);
      attached.detach();
    });
  }

  /** Ends every stream; the clients look for the other control server. */
  leave(): void {
    for (const stream of this.#open.keys()) stream.end();
  }

  close(): void {
    this.#unsubscribe();
    this.#cancelHeartbeat();
    this.leave();
  }

  #opening(lastEventId: string | undefined): readonly Frame[] {
    const known = parseVersion(lastEventId);
    const missed = known && this.#options.world.eventsSince(known);
    return missed?.map(({ name, body }) => eventFrame(name, body)) ?? [this.#snapshot.current];
  }

  #tell({ name, body }: WorldEvent): void {
    if (this.#open.size > 0) this.#send(name === 'snapshot' ? this.#snapshot.current : eventFrame(name, body));
  }

  #send(frame: Frame): void {
    for (const stream of this.#open.values()) stream.send(frame);
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
