/** Tells what an event means after the ones before it: `next`, `known` already, or a `gap`, after which only a snapshot helps. */
export class Sequence {
  #epoch;
  #revision;

  see({ name, body: { epoch, revision } }) {
    if (name === 'snapshot') {
      [this.#epoch, this.#revision] = [epoch, revision];
      return 'next';
    }
    if (epoch !== this.#epoch) return 'gap';
    if (name === 'heartbeat' || name === 'notice') return revision > this.#revision ? 'gap' : 'next';
    if (revision <= this.#revision) return 'known';
    if (revision > this.#revision + 1) return 'gap';
    this.#revision = revision;
    return 'next';
  }
}
