/** Members by when they are due, the earliest first; equally early ones by their index. A binary heap, so a step costs O(log N). */
export class DeadlineQueue {
  readonly #dueOf: Float64Array;
  /** Indexes of members; no member is due before its parent. */
  readonly #heap: Uint32Array;

  /** Takes the array over: when each member is due. At least one. */
  constructor(dueOf: Float64Array) {
    this.#dueOf = dueOf;
    this.#heap = Uint32Array.from(dueOf.keys());
    for (let place = (this.#heap.length >>> 1) - 1; place >= 0; place -= 1) this.#sink(place);
  }

  /** The index of the member that is due first. */
  get first(): number {
    return this.#heap[0] ?? 0;
  }

  /** When a member is due. */
  dueOf(index: number): number {
    return this.#dueOf[index] ?? Infinity;
  }

  /** The first has had its turn and is due again `by` later. */
  postponeFirst(by: number): void {
    this.#dueOf[this.first] = this.dueOf(this.first) + by;
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const member = heap[from] ?? 0;
    let place = from;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && this.#isBefore(heap[right] ?? 0, heap[left] ?? 0) ? right : left;
      const earlier = heap[child] ?? 0;
      if (!this.#isBefore(earlier, member)) break;
      heap[place] = earlier;
      place = child;
    }
    heap[place] = member;
  }

  #isBefore(one: number, other: number): boolean {
    const due = this.dueOf(one);
    const otherDue = this.dueOf(other);
    return due < otherDue || (due === otherDue && one < other);
  }
}
