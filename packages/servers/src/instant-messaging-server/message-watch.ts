import type { Clock } from '@eservices-lb/sdk';
import { RequestError } from '../application-server/request-error.js';
import type { Addressee, InstantMessage, MessageStore } from './message-store.js';

/** Messages that came through another server are found so often, ms. */
const lookMs = 500;
const mostWaiting = 200;

export interface MessageWatchOptions {
  readonly store: Pick<MessageStore, 'after'>;
  readonly clock: Clock;
}

/** Those who wait for messages. */
export class MessageWatch {
  readonly #options: MessageWatchOptions;
  readonly #waiting = new Set<() => void>();

  constructor(options: MessageWatchOptions) {
    this.#options = options;
  }

  /** A message has come: those who wait look. */
  came(): void {
    for (const look of [...this.#waiting]) look();
  }

  /**
   * The messages after the first `after`; where there are none, those that come until `signal` is aborted.
   * @throws RequestError 503 where too many wait
   */
  async messages(of: Addressee, after: number, signal: AbortSignal): Promise<readonly InstantMessage[]> {
    if (this.#waiting.size >= mostWaiting)
      throw new RequestError(503, 'TOO_MANY_WAIT', `${mostWaiting} wait here already: ask another server.`);
    for (;;) {
      const found = await this.#options.store.after(of, after);
      if (found.length > 0 || signal.aborted) return found;
      await this.#pause(signal);
    }
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        cancel();
        this.#waiting.delete(settle);
        signal.removeEventListener('abort', settle);
        resolve();
      };
      const cancel = this.#options.clock.after(lookMs, settle);
      this.#waiting.add(settle);
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}
