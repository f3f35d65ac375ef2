import type { Clock } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { Response } from 'express';
import type { World } from '../control/world.js';

/** A client that has this much waiting, beyond what it was sent first, does not read; it is cut off, and will resume or begin afresh. */
const longestBacklogBytes = 8 * 1024 * 1024;

export interface EventStreamsOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

/** The open streams of server-sent events. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #open = new Set<Response>();

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  /** Sends what the client missed, or everything where that is not known, and from then on every event in the turn in which it happens. */
  open(response: Response, lastEventId: string | undefined): void {
    const { world } = this.#options;
    response.socket?.setNoDelay(true);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    const known = parseVersion(lastEventId);
    const missed = known && world.eventsSince(known);
    if (missed === undefined) this.#send(response, 'snapshot', world.snapshot);
    else for (const { name, body } of missed) this.#send(response, name, body);
    this.#send(response, 'heartbeat', world.version);

    const limit = response.writableLength + longestBacklogBytes;
    const sendBounded = (name: string, body: Version): void => {
      if (response.writableLength > limit) response.destroy();
      else this.#send(response, name, body);
    };
    const unsubscribe = world.subscribe(({ name, body }) => {
      sendBounded(name, body);
    });
    const stopHeartbeat = this.#beat(sendBounded);
    this.#open.add(response);
    response.once('close', () => {
      unsubscribe();
      stopHeartbeat();
      this.#open.delete(response);
    });
  }

  close(): void {
    for (const response of this.#open) response.end();
  }

  #beat(send: (name: string, body: Version) => void): () => void {
    const { clock, heartbeatMs, world } = this.#options;
    let cancel = (): void => undefined;
    const schedule = (): void => {
      cancel = clock.after(heartbeatMs, () => {
        send('heartbeat', world.version);
        schedule();
      });
    };
    schedule();
    return () => {
      cancel();
    };
  }

  #send(response: Response, name: string, body: Version): void {
    if (response.writableEnded || response.destroyed) return;
    response.write(`id: ${body.epoch}.${body.revision}\nevent: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
  }
}

function parseVersion(id: string | undefined): Version | undefined {
  const parts = /^(\d{1,16})\.(\d{1,16})$/.exec(id ?? '');
  return parts === null ? undefined : { epoch: Number(parts[1]), revision: Number(parts[2]) };
}
