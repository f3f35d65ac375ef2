const bucketMs = 10_000;
const bucketCount = 30;

/** How many sessions each instance began lately: five minutes in steps of ten seconds. */
export class SessionCounts {
  #known = new Map();
  #begun = new Map();
  #now;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  apply({ name, body }) {
    if (name === 'snapshot') {
      // What an instance did before it was first seen belongs to no moment.
      for (const { application, sessions } of body.statuses) {
        if (!this.#known.has(application)) this.#known.set(application, sessions ?? 0);
        else this.#count(application, sessions);
      }
    } else if (name === 'status') this.#count(body.application, body.sessions);
  }

  /** For each instance that reports sessions: how many it began in each step, the oldest first, and in all of them. */
  get series() {
    const last = this.#bucket();
    return [...this.#begun].map(([application, buckets]) => {
      const steps = Array.from(
        { length: bucketCount },
        (_each, index) => buckets.get(last - bucketCount + 1 + index) ?? 0,
      );
      return { application, steps, total: steps.reduce((sum, each) => sum + each, 0) };
    });
  }

  #count(application, sessions) {
    const before = this.#known.get(application) ?? 0;
    this.#known.set(application, sessions ?? 0);
    if (sessions === undefined) return;
    if (!this.#begun.has(application)) this.#begun.set(application, new Map());
    // A lower number than before is that of a new process, which began at 0.
    const added = sessions >= before ? sessions - before : sessions;
    const buckets = this.#begun.get(application);
    const now = this.#bucket();
    if (added > 0) buckets.set(now, (buckets.get(now) ?? 0) + added);
    for (const bucket of buckets.keys()) if (bucket <= now - bucketCount) buckets.delete(bucket);
  }

  #bucket() {
    return Math.floor(this.#now() / bucketMs);
  }
}
