import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import type { Submission } from '../interaction-server/interaction.js';
import { PeerError } from '../json-rpc/peer-error.js';
import type { Upstream } from '../json-rpc/upstream.js';

const submittedSchema = z.object({ queue: z.string(), isNew: z.boolean() });
export type Submitted = z.infer<typeof submittedSchema>;

const shortestPauseMs = 250;
const longestPauseMs = 5_000;
/** Interaction Server will not take these, however often it is asked. */
const final: ReadonlySet<string> = new Set(['INVALID_FIELD', 'TENANT_NOT_SERVED', 'PAYLOAD_TOO_LARGE', 'NOT_STORABLE']);

export interface InteractionSubmitterOptions {
  readonly upstream: Pick<Upstream, 'request'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** Submits what a media server has received to Interaction Server (IXN-5), until it is taken. */
export class InteractionSubmitter {
  readonly #options: InteractionSubmitterOptions;
  #waiting = 0;

  constructor(options: InteractionSubmitterOptions) {
    this.#options = options;
  }

  /** How many submissions are not taken yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Resolves when the interaction is stored, once however often it was sent; retries as long as `signal` lets it.
   * @throws PeerError PEER_REFUSED where it will never be taken; the reason of `signal` where that is aborted
   */
  async submit(submission: Submission, signal: AbortSignal): Promise<Submitted> {
    this.#waiting += 1;
    try {
      for (let attempt = 0; ; attempt++) {
        signal.throwIfAborted();
        const submitted = await unlessAborted(this.#attempt(submission), signal);
        if (submitted !== undefined) return submitted;
        await this.#pause(attempt, signal);
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  async #attempt(submission: Submission): Promise<Submitted | undefined> {
    const { upstream, log } = this.#options;
    try {
      return decode(submittedSchema, await upstream.request('interaction.submit', submission));
    } catch (error) {
      if (!(error instanceof PeerError) || final.has(error.remoteCode ?? '')) throw error;
      log.info({ interactionId: submission.interactionId, reason: error.message }, 'not submitted yet');
      return undefined;
    }
  }

  #pause(attempt: number, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options;
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(attempt, 10)) * (0.5 + random() / 2);
    return new Promise((resolve) => {
      const settle = (): void => {
        cancel();
        signal.removeEventListener('abort', settle);
        resolve();
      };
      const cancel = clock.after(pauseMs, settle);
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}

/** What is under way when the signal is aborted goes on, and nobody waits for it. */
function unlessAborted<T>(attempt: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    attempt.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
