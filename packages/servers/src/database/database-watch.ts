import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';

const pauseMs = 1_000;

/** After the database was lost, asks again and again until it answers. */
export class DatabaseWatch {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #onChange: (isThere: boolean) => void;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(pool: Pool, clock: Clock, onChange: (isThere: boolean) => void) {
    this.#pool = pool;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  lost(): void {
    if (this.#isClosed || this.#cancel !== undefined) return;
    this.#onChange(false);
    this.#askLater();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #askLater(): void {
    if (this.#isClosed) return;
    this.#cancel = this.#clock.after(pauseMs, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    try {
      await this.#pool.query('SELECT 1');
      this.#cancel = undefined;
      if (!this.#isClosed) this.#onChange(true);
    } catch {
      this.#askLater();
    }
  }
}
