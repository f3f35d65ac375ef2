import type { WorldEvent } from './world-event.js';

/** Who is told of every event. A listener may change the world; what it did is told after everybody has heard of what it heard of. */
export class WorldListeners {
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  readonly #untold: WorldEvent[] = [];
  #isTelling = false;

  /** Tells of every later event, at once; returns its own undoing. */
  add(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(event: WorldEvent): void {
    this.#untold.push(event);
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
        for (const listener of [...this.#listeners]) listener(next);
      }
    } finally {
      this.#isTelling = false;
    }
  }
}
