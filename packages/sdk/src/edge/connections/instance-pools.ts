import { Pool } from 'undici';
import type { Service } from '../../core/model/service.js';
import { ClosedError } from '../../errors/closed-error.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import type { Connector } from './connector.js';

export interface InstancePoolsParts {
  readonly connector: Connector;
  readonly clock: Clock;
  readonly random: Random;
  /** No connection is used for a new request when it is older, ms (R16, F25). */
  readonly maxSocketAgeMs: number;
}

interface Entry {
  readonly pool: Pool;
  readonly cancelRetirement: () => void;
}

/** A pool of connections to each address that requests go to. */
export class InstancePools {
  readonly #entries = new Map<string, Entry>();
  readonly #retired = new Set<Pool>();
  readonly #parts: InstancePoolsParts;
  #isClosed = false;

  constructor(parts: InstancePoolsParts) {
    this.#parts = parts;
  }

  /** @throws ClosedError */
  poolOf({ url }: Service): Pool {
    return this.#entries.get(url)?.pool ?? this.#open(url);
  }

  /** Ends every connection; requests under way are rejected with ClosedError. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const pools = [...this.#retired];
    for (const { pool, cancelRetirement } of this.#entries.values()) {
      cancelRetirement();
      pools.push(pool);
    }
    this.#entries.clear();
    const destroyed = pools.map((pool) => pool.destroy(new ClosedError()));
    this.#parts.connector.destroy();
    await Promise.all(destroyed);
  }

  #open(url: string): Pool {
    if (this.#isClosed) throw new ClosedError();
    const { connector, clock, random, maxSocketAgeMs } = this.#parts;
    const pool = new Pool(url, { connect: connector.connect });
    // Not all at the same moment on all web nodes (R13).
    const ageMs = maxSocketAgeMs * (0.8 + 0.2 * random());
    const cancelRetirement = clock.after(ageMs, () => {
      this.#retire(url);
    });
    this.#entries.set(url, { pool, cancelRetirement });
    return pool;
  }

  /** The pool finishes what it has; the next request opens another one. An address nobody asks for any more is forgotten with it (R9). */
  #retire(url: string): void {
    const pool = this.#entries.get(url)?.pool;
    if (pool === undefined) return;
    this.#entries.delete(url);
    this.#retired.add(pool);
    pool.close(() => this.#retired.delete(pool));
  }
}
