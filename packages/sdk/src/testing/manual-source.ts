import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { DirectorySource } from '../source/directory-source.js';

/** A source that says what the test tells it to say. */
export class ManualSource implements DirectorySource {
  readonly kind = 'live';
  readonly #waiting: DirectoryEvent[] = [];
  #wake: () => void = () => undefined;

  /** Queues an event; it is applied in a later microtask, so await the load balancer's `subscribe` or `ready` before looking. */
  say(event: DirectoryEvent): void {
    this.#waiting.push(event);
    this.#wake();
  }

  async *events(signal: AbortSignal): AsyncGenerator<DirectoryEvent> {
    signal.addEventListener('abort', () => {
      this.#wake();
    });
    while (!signal.aborted) {
      const event = this.#waiting.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else yield event;
    }
  }
}
