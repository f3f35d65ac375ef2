import type { Socket } from 'node:net';
import type { Clock } from '@eservices-lb/sdk';
import { Arrivals } from './arrivals.js';
import type { Chunk, Flow, Toxic, Treatment } from './toxic.js';

export interface OneWayOptions extends Pick<Flow, 'close' | 'reset'> {
  readonly from: Socket;
  readonly to: Socket;
  readonly clock: Clock;
}

/** Carries bytes, the end and a reset from one socket to another, through whatever toxics are on at that moment. */
export class OneWay {
  readonly #options: OneWayOptions;
  readonly #treatments = new Map<Toxic, Treatment>();
  readonly #endings = new Map<Toxic, AbortController>();

  constructor(options: OneWayOptions) {
    this.#options = options;
    void this.#carry(new Arrivals(options.from, options.clock));
  }

  put(toxic: Toxic): void {
    const { clock, close, reset } = this.#options;
    const ending = new AbortController();
    this.#endings.set(toxic, ending);
    this.#treatments.set(toxic, toxic.begin({ clock, close, reset, signal: ending.signal }));
  }

  remove(toxic: Toxic): void {
    this.#treatments.delete(toxic);
    this.#endings.get(toxic)?.abort();
    this.#endings.delete(toxic);
  }

  removeAll(): void {
    for (const toxic of [...this.#endings.keys()]) this.remove(toxic);
  }

  async #carry(arrivals: Arrivals): Promise<void> {
    const { to } = this.#options;
    for (let next = await arrivals.next(); next !== undefined; next = await arrivals.next()) {
      const treatments = [...this.#treatments.values()];
      if (next.type === 'chunk') {
        for await (const { bytes } of through(next.chunk, treatments)) await written(to, bytes);
        continue;
      }
      for (const treatment of treatments) await treatment.end?.();
      if (next.type === 'reset') to.resetAndDestroy();
      else to.end();
    }
  }
}

async function* through(chunk: Chunk, [first, ...rest]: readonly Treatment[]): AsyncGenerator<Chunk> {
  if (first === undefined) yield chunk;
  else for await (const piece of first.pass?.(chunk) ?? [chunk]) yield* through(piece, rest);
}

/** Resolves when the system has the bytes, or never will. */
function written(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    to.write(bytes, () => resolve());
  });
}
