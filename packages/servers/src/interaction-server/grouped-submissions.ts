import type { Clock } from '@eservices-lb/sdk';
import { isUnstorable } from '../database/is-unstorable.js';
import type { Interaction, InteractionKey, Submission } from './interaction.js';
import type { InteractionStore } from './interaction-store.js';

export interface GroupedSubmissionsOptions {
  readonly store: Pick<InteractionStore, 'submit' | 'submitNew'>;
  readonly clock: Clock;
}

interface Submitted {
  readonly interaction: Interaction;
  readonly isNew: boolean;
}

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (submitted: Submitted) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 500;
/** How long to gather between two statements; what comes alone is stored at once. */
const gatherMs = 10;

/**
 * Submissions that come while a statement is under way go into the next one, all together: a statement costs a database about the same whether it
 * carries one or a hundred.
 */
export class GroupedSubmissions {
  readonly #options: GroupedSubmissionsOptions;
  #waiting: Waiting[] = [];
  #isStoring = false;

  constructor(options: GroupedSubmissionsOptions) {
    this.#options = options;
  }

  /** As `InteractionStore.submit`. */
  submit(submission: Submission): Promise<Submitted> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      if (!this.#isStoring) void this.#storeAll();
    });
  }

  async #storeAll(): Promise<void> {
    this.#isStoring = true;
    while (this.#waiting.length > 0) {
      await this.#store(this.#waiting.splice(0, mostAtOnce));
      if (this.#waiting.length > 0) await new Promise<void>((resolve) => this.#options.clock.after(gatherMs, resolve));
    }
    this.#isStoring = false;
  }

  async #store(group: readonly Waiting[]): Promise<void> {
    if (group.length === 1) {
      await this.#storeEach(group);
      return;
    }
    try {
      const stored = await this.#options.store.submitNew(group.map(({ submission }) => submission));
      const isNew = new Map(stored.map((interaction) => [nameOf(interaction), interaction]));
      const known: Waiting[] = [];
      for (const waiting of group) {
        const interaction = isNew.get(nameOf(waiting.submission));
        isNew.delete(nameOf(waiting.submission));
        if (interaction === undefined) known.push(waiting);
        else waiting.resolve({ interaction, isNew: true });
      }
      await this.#storeEach(known);
    } catch (error) {
      // One that the database can never take keeps none of the others from being stored.
      if (isUnstorable(error)) await this.#storeEach(group);
      else for (const { reject } of group) reject(error);
    }
  }

  async #storeEach(group: readonly Waiting[]): Promise<void> {
    await Promise.all(
      group.map(({ submission, resolve, reject }) => this.#options.store.submit(submission).then(resolve, reject)),
    );
  }
}

const nameOf = ({ tenant, media, interactionId }: InteractionKey): string =>
  JSON.stringify([tenant, media, interactionId]);
