import { Pool } from 'undici';
import type { ConnectionOptions } from 'node:tls';

export interface ConnectionPoolOptions {
  /** An attempt to connect that takes longer is given up, ms. */
  readonly connectLimitMs: number;
  readonly tls: ConnectionOptions | undefined;
}

/** A connection is not used again when it is older, so that an address that moved is noticed (R16), ms. */
const longestLifeMs = 600_000;

/** The connections to the instances: one pool for each address. */
export class ConnectionPools {
  readonly #pools = new Map<string, Pool>();
  readonly #options: ConnectionPoolOptions;
  #isClosed = false;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  /** `url` is `http://host:port` or https. A pool asked for after the end refuses every request. */
  pool(url: string): Pool {
    const known = this.#pools.get(url);
    if (known !== undefined) return known;
    const { connectLimitMs, tls } = this.#options;
    const pool = new Pool(url, {
      connect: { ...tls, timeout: connectLimitMs },
      clientTtl: longestLifeMs,
      // The caller's time-outs hold; these would only be in their way.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    if (this.#isClosed) void pool.destroy();
    else this.#pools.set(url, pool);
    return pool;
  }

  /** Lets go of the addresses that nobody has any more; what is under way there goes on to its end. */
  retain(isUsed: (url: string) => boolean): void {
    for (const [url, pool] of this.#pools) {
      if (isUsed(url)) continue;
      this.#pools.delete(url);
      void pool.close();
    }
  }

  /** Ends every connection, and whatever is under way on it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
