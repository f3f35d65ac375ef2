import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import type { CallbackStore } from './callback-store.js';

export interface DueCallsOptions {
  readonly store: Pick<CallbackStore, 'markDue'>;
  readonly tenants: () => readonly string[];
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

const pauseMs = 5_000;

/** Marks calls as due when their time has come, also those whose time came while no Callback Server ran. */
export class DueCalls {
  readonly #options: DueCallsOptions;
  #cancel: () => void = () => undefined;
  #marking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: DueCallsOptions) {
    this.#options = options;
  }

  watch(): void {
    if (this.#isClosed) return;
    this.#marking = this.#mark();
    this.#cancel = this.#options.clock.after(pauseMs, () => {
      this.watch();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#marking;
  }

  async #mark(): Promise<void> {
    const { store, tenants, clock, log } = this.#options;
    try {
      const count = await store.markDue(tenants(), clock.wallClock());
      if (count > 0) log.info({ count }, 'calls are due');
    } catch (error) {
      log.warn(error, 'calls that are due cannot be marked; it will be tried again');
    }
  }
}
