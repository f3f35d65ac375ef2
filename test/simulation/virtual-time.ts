interface Due {
  readonly at: number;
  /** Order of scheduling, which decides between events of the same instant. */
  readonly order: number;
  readonly task: () => void;
}

/** Time that passes only from one scheduled event to the next, in ms. A binary heap, because a run schedules tens of thousands. */
export class VirtualTime {
  readonly #heap: Due[] = [];
  #now = 0;
  #scheduled = 0;

  readonly now = (): number => this.#now;

  at(time: number, task: () => void): void {
    const due: Due = { at: time, order: this.#scheduled++, task };
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, due)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = due;
  }

  /** Runs everything that is due up to and including `limit`, in order. */
  runUntil(limit: number): void {
    while (this.runNext(limit));
  }

  /** Runs the next that is due up to and including `limit`; says whether there was any. */
  runNext(limit: number): boolean {
    const next = this.#heap[0];
    if (next === undefined || next.at > limit) return false;
    this.#removeFirst();
    this.#now = next.at;
    next.task();
    return true;
  }

  /** Lets time pass in which nothing is due. */
  passUntil(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || isBefore(last, child)) break;
      heap[place] = child;
      place = 2 * place + (isRight ? 2 : 1);
    }
    heap[place] = last;
  }
}

const isBefore = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
