import type { Clock } from '@eservices-lb/sdk';
import type { PartGroup, PartKey, PartOutline, PartStore, ReceivedPart } from './part-store.js';

export interface MessagePartsOptions {
  readonly store: PartStore;
  readonly clock: Clock;
  /** Nothing has come of a message for so long: it is submitted as far as it is there. Seconds. */
  readonly timeoutSeconds: () => number;
  /** Resolves when Interaction Server has it. */
  readonly submit: (group: PartGroup) => Promise<void>;
  readonly isActive: () => boolean;
  readonly onProblem: (error: unknown) => void;
}

const sweepMs = 5_000;

/** Puts longer messages together. A part is kept in the database once `add` resolves, and the last one only when Interaction Server has the whole. */
export class MessageParts {
  readonly #options: MessagePartsOptions;
  readonly #turns = new Map<string, Promise<void>>();
  #cancel: () => void;
  #sweeping: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: MessagePartsOptions) {
    this.#options = options;
    this.#cancel = this.#sweepLater();
  }

  async add(part: ReceivedPart): Promise<void> {
    const { store } = this.#options;
    await this.#inTurn(part, async () => {
      const before = await store.outline(part);
      if (!isOf(before, part)) await this.#end(part, before);
      await store.add(part);
      const after = await store.outline(part);
      if (after.parts.length === part.total && !after.isSubmitted) await this.#submit(part);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#sweeping;
  }

  /** References are used again: a message that is new ends the one before, of which some parts may be submitted and others not. */
  async #end(key: PartKey, { parts }: PartOutline): Promise<void> {
    await this.#submit(key);
    await this.#options.store.remove(key, parts);
  }

  async #submit(key: PartKey): Promise<void> {
    const { store, submit } = this.#options;
    const group = await store.group(key);
    if (group === undefined) return;
    await submit(group);
    await store.markSubmitted(key, group.parts);
  }

  /** Parts of one message one after the other. */
  async #inTurn(key: PartKey, act: () => Promise<void>): Promise<void> {
    const name = JSON.stringify([key.source, key.destination, key.reference, key.total]);
    const before = this.#turns.get(name) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(act);
    this.#turns.set(name, turn);
    try {
      await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }

  #sweepLater(): () => void {
    return this.#options.clock.after(sweepMs, () => {
      this.#sweeping = this.#sweep()
        .catch(this.#options.onProblem)
        .then(() => {
          if (!this.#isClosed) this.#cancel = this.#sweepLater();
        });
    });
  }

  async #sweep(): Promise<void> {
    const { store, timeoutSeconds, isActive } = this.#options;
    if (!isActive()) return;
    for (const group of await store.overdue(timeoutSeconds())) {
      if (!this.#isClosed && isActive()) await this.#inTurn(group, () => this.#submit(group));
    }
    await store.forgetOld();
  }
}

/** Whether the part is of this message, and not of a later one with the same reference. */
function isOf({ parts, isSubmitted }: PartOutline, { number, messageId }: ReceivedPart): boolean {
  const same = parts.find((part) => part.number === number);
  return same === undefined ? !isSubmitted : same.messageId === messageId;
}
