import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Submission } from '../../interaction-server/interaction.js';
import type { InteractionSubmitter } from '../../media-server/interaction-submitter.js';

/** How often is looked for mails that another server took and did not submit, ms. */
const lookMs = 5_000;
/** So many are under way at a time. */
const mostAtOnce = 100;
/** After that others have their turn, ms. */
const batchMs = 1_000;
/** One that was not taken for so long makes room for others, ms. */
const attemptMs = 30_000;
const longestRestMs = 300_000;
const longestAttribute = 4_096;

export interface MailSubmissionsOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly submitter: Pick<InteractionSubmitter, 'submit'>;
  readonly tenants: () => readonly string[];
  /** A backup leaves it to the primary. */
  readonly isBackup: () => boolean;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** How often a mail was not taken, and until when it waits for its next turn. */
interface Rest {
  readonly times: number;
  /** By the clock, ms. */
  readonly until: number;
  /** No other mail was taken either: it is not this mail that is amiss. */
  readonly isOutage: boolean;
}

interface DueSubmission {
  readonly interactionId: string;
  readonly tenant: string;
  readonly service: string;
  readonly subject: string;
  readonly fromAddress: string;
  readonly mailbox: string;
  readonly text: string;
}

/**
 * Submits the mails that came over SMTP to Interaction Server (IXN-5), until it has them. Several E-mail Servers may submit the same one:
 * Interaction Server has it once. One that is not taken for a while rests, so that it holds up no others.
 */
export class MailSubmissions {
  readonly #options: MailSubmissionsOptions;
  readonly #closing = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #resting = new Map<string, Rest>();
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;
  /** When Interaction Server last took a mail, by the clock, ms. */
  #takenAt = 0;
  #cancel: () => void = () => undefined;

  constructor(options: MailSubmissionsOptions) {
    this.#options = options;
  }

  /** Submits what waits now; afterwards looks again and again. */
  sweep(): void {
    if (this.#closing.signal.aborted) return;
    const { clock, isBackup, log } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(lookMs, () => {
      this.sweep();
    });
    if (this.#isWorking || isBackup()) return;
    this.#isWorking = true;
    this.#working = this.#submitAll()
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) log.warn(error, 'mails cannot be submitted; it will be tried again');
      })
      .finally(() => (this.#isWorking = false));
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the server stops'));
    this.#cancel();
    await this.#working;
    await Promise.all(this.#underWay.values());
  }

  async #submitAll(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const due = await this.#due();
      if (due.length === 0) return;
      const begun = due.map((mail) => this.#begin(mail));
      await this.#allOrAWhile(begun);
    }
  }

  #allOrAWhile(begun: readonly Promise<void>[]): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(batchMs, resolve);
      void Promise.all(begun).then(() => {
        cancel();
        resolve();
      });
    });
  }

  #begin(mail: DueSubmission): Promise<void> {
    const begunAt = this.#options.clock.now();
    const submission = this.#submit(mail)
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) this.#options.log.warn(error, 'a mail cannot be submitted now');
        this.#rest(mail, this.#takenAt < begunAt);
      })
      .finally(() => this.#underWay.delete(mail.interactionId));
    this.#underWay.set(mail.interactionId, submission);
    return submission;
  }

  async #submit(mail: DueSubmission): Promise<void> {
    const { submitter, log, clock } = this.#options;
    const { interactionId } = mail;
    const attempt = new AbortController();
    const { signal } = attempt;
    const cancel = clock.after(attemptMs, () => {
      attempt.abort(new Error(`Interaction Server has not taken it for ${attemptMs} ms`));
    });
    const onClosing = (): void => {
      attempt.abort(this.#closing.signal.reason);
    };
    if (this.#closing.signal.aborted) onClosing();
    this.#closing.signal.addEventListener('abort', onClosing, { once: true });
    let refusal: string | null = null;
    try {
      await submitter.submit(submissionOf(mail), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      refusal = error instanceof Error ? error.message.slice(0, 500) : String(error);
      log.warn({ interactionId, refusal }, 'Interaction Server will never take this mail');
    } finally {
      cancel();
      if (!signal.aborted) this.#taken();
      this.#closing.signal.removeEventListener('abort', onClosing);
    }
    await this.#options.pool.query(
      'UPDATE email_interaction SET is_to_submit = false, submission_refusal = $2 WHERE interaction_id = $1',
      [interactionId, refusal],
    );
    this.#resting.delete(interactionId);
  }

  /** Interaction Server is there (again): what waits only for that is due now. */
  #taken(): void {
    this.#takenAt = this.#options.clock.now();
    for (const [interactionId, { isOutage }] of this.#resting) if (isOutage) this.#resting.delete(interactionId);
  }

  /** The longer, the more often it was not taken. */
  #rest({ interactionId }: DueSubmission, isOutage: boolean): void {
    const times = (this.#resting.get(interactionId)?.times ?? 0) + 1;
    const restMs = Math.min(longestRestMs, lookMs * 2 ** Math.min(times - 1, 10));
    this.#resting.set(interactionId, { times, until: this.#options.clock.now() + restMs, isOutage });
  }

  async #due(): Promise<readonly DueSubmission[]> {
    const now = this.#options.clock.now();
    for (const [interactionId, { until }] of this.#resting) {
      if (until + longestRestMs < now) this.#resting.delete(interactionId); // Another server had it taken, or it is due anyway.
    }
    const resting = [...this.#resting].filter(([, { until }]) => until > now).map(([interactionId]) => interactionId);
    const { rows } = await this.#options.pool.query<DueSubmission>(
      `SELECT interaction_id AS "interactionId", tenant, service, subject, from_address AS "fromAddress",
         coalesce(mailbox, '') AS mailbox, left(body, ${longestAttribute}) AS text
       FROM email_interaction WHERE is_to_submit AND tenant = ANY ($1) AND NOT interaction_id = ANY ($2)
       ORDER BY received_at LIMIT $3`,
      [this.#options.tenants(), [...this.#underWay.keys(), ...resting], mostAtOnce - this.#underWay.size],
    );
    return rows;
  }
}

/** The text is among the attributes, so that strategies can have it classified. */
const submissionOf = ({ fromAddress, mailbox, text, ...mail }: DueSubmission): Submission => ({
  ...{ ...mail, media: 'email' },
  attributes: { emailAddress: fromAddress, mailbox, text: text.slice(0, longestAttribute) },
});
