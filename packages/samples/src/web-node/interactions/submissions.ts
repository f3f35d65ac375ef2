import type { Clock, LoadBalancer } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { RefusedError } from '../refused-error.js';
import { firstThatTakes } from '../servers/first-that-takes.js';
import type { InteractionServerClient, Submission } from './interaction-server-client.js';

const mostAtOnce = 4;
const mostWaiting = 1_000;
/** How long is waited after each failure, ms; after the last one the Interaction Server has to find it in the database itself. */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000, 16_000] as const;

export interface InteractionServers {
  readonly loadBalancer: Pick<LoadBalancer, 'select' | 'configuration'>;
  readonly interactionServer: Pick<InteractionServerClient, 'submit'>;
}

export interface SubmissionsOptions extends InteractionServers {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
}

/**
 * Submits chats and e-mails to an Interaction Server, in the background: a customer neither waits for it nor hears that it failed. Bounded in
 * number and in time, so that a lost Interaction Server costs next to nothing.
 */
export class Submissions {
  readonly #options: SubmissionsOptions;
  readonly #waiting: Submission[] = [];
  #underWay = 0;
  /** Those under way, and those that wait to be tried again. */
  #held = 0;

  constructor(options: SubmissionsOptions) {
    this.#options = options;
  }

  /** Where the tenant has no Interaction Server, there is nothing to do. */
  submit(submission: Submission): void {
    const { configuration } = this.#options.loadBalancer;
    if (configuration.applications({ type: 'InteractionServer', tenant: submission.tenant }).length === 0) return;
    if (this.#held + this.#waiting.length >= mostWaiting) {
      this.#giveUp(submission, new Error(`${mostWaiting} submissions wait already.`));
      return;
    }
    this.#waiting.push(submission);
    // Not before whoever began it has been answered.
    this.#options.clock.after(0, () => {
      this.#next();
    });
  }

  #next(): void {
    if (this.#underWay >= mostAtOnce) return;
    const submission = this.#waiting.shift();
    if (submission === undefined) return;
    this.#held += 1;
    void this.#attempt(submission, 0);
  }

  async #attempt(submission: Submission, failures: number): Promise<void> {
    const { loadBalancer, interactionServer, clock } = this.#options;
    this.#underWay += 1;
    try {
      await firstThatTakes({
        select: (exclude) => loadBalancer.select({ tenant: submission.tenant, type: 'InteractionServer', exclude }),
        send: (selected) => interactionServer.submit(selected, submission),
        isRepeatable: true,
      });
      this.#held -= 1;
    } catch (error) {
      // What the server refuses it will refuse again.
      const pauseMs = error instanceof RefusedError ? undefined : pausesMs[failures];
      if (pauseMs === undefined) {
        this.#held -= 1;
        this.#giveUp(submission, error);
      } else clock.after(pauseMs, () => void this.#attempt(submission, failures + 1));
    } finally {
      this.#underWay -= 1;
      this.#next();
    }
  }

  #giveUp({ interactionId, media, tenant }: Submission, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.log.error({ interactionId, media, tenant, reason }, 'an interaction could not be submitted');
  }
}
