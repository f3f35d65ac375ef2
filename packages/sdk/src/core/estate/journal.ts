/** A pool that lags behind by more than this is cheaper made anew. */
const longest = 64;

/**
 * Which servers changed, in order, so that whoever keeps something derived from them can catch up by exactly what it missed.
 * A restart means that anything may have changed.
 */
export class Journal {
  #generation = 0;
  #changed: number[] = [];

  /** Where the journal stands now. The same object until something changes. */
  position: JournalPosition = { generation: 0, length: 0 };

  add(dbid: number): void {
    if (this.#changed.length === longest) {
      this.restart();
      return;
    }
    this.#changed.push(dbid);
    this.position = { generation: this.#generation, length: this.#changed.length };
  }

  restart(): void {
    this.#generation += 1;
    this.#changed = [];
    this.position = { generation: this.#generation, length: 0 };
  }

  /** The servers that changed since, or undefined where that is not known any more. */
  since({ generation, length }: JournalPosition): readonly number[] | undefined {
    return generation === this.#generation ? this.#changed.slice(length) : undefined;
  }
}

export interface JournalPosition {
  readonly generation: number;
  readonly length: number;
}
