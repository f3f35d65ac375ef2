/** A pool that lags behind by more than this is cheaper made anew. */
const remembered = 64;

/**
 * Which servers changed, in order, so that whoever keeps something derived from them can catch up by exactly what it missed.
 * A position is a number that grows with every change.
 */
export class Journal {
  #position = 0;
  #changed: number[] = [];

  get position(): number {
    return this.#position;
  }

  add(dbid: number): void {
    this.#position += 1;
    this.#changed.push(dbid);
    if (this.#changed.length === 2 * remembered) this.#changed = this.#changed.slice(remembered);
  }

  /** Anything may have changed. */
  restart(): void {
    this.#position += 1;
    this.#changed = [];
  }

  /** The servers that changed since the position, or undefined where that is not known any more. */
  since(position: number): readonly number[] | undefined {
    const missed = this.#position - position;
    return missed <= this.#changed.length ? this.#changed.slice(this.#changed.length - missed) : undefined;
  }
}
