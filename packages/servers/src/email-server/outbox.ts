import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { isUnstorable } from '../database/is-unstorable.js';
import { isAnswer, isNoConnection, isOfUs, refusalIn } from './refusal.js';

/** A mail in the outbox, as the sender needs it. */
export interface DueMail {
  readonly messageId: string;
  readonly kind: 'acknowledgement' | 'autoresponse' | 'reply';
  /** The message id of the mail that this one follows. */
  readonly inReplyTo: string | null;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}

interface ClaimedMail extends DueMail {
  /** Also says which claim it is: the next one counts one more. */
  readonly attempts: number;
}

export interface OutboxOptions {
  readonly pool: Pool;
  readonly send: (mail: DueMail) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often the outbox is looked through for what others left behind, ms. */
const sweepMs = 2_000;
/** For how long a server has a mail to itself; it says so again while it sends. After each attempt it is twice as long, up to 16 minutes. */
const claim = "interval '15 seconds' * power(2, least(attempts, 6))";
const renewMs = 5_000;
/** A server that stops waits no longer for an attempt, ms: another one finds out what became of it by trying again. */
const longestClosingMs = 3_000;
/** After the SMTP server has refused who we are, ms. */
const restMs = 60_000;
/** How soon it is tried again to note what became of a mail, ms. */
const noteAgainMs = 500;
/** After the database was away, ms: claims have lapsed meanwhile, and whoever has only to note what became of a mail comes first. */
const restAfterOutageMs = 5_000;

/**
 * Sends what must be sent. All E-mail Servers look through the same outbox, so the mails of one that died are sent by the others. A mail goes
 * out twice only where a server dies between sending and noting it, or stands still for longer than its claim while it sends, and then with the
 * same message id. One that the SMTP server refuses for good is noted as refused and not tried again; one it does not take now is tried again,
 * less and less often.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #cancel: () => void = () => undefined;
  #sending: Promise<void> = Promise.resolve();
  #isClosed = false;
  #isSweeping = false;
  #restUntil = -Infinity;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Sends what is due now; afterwards looks again and again. */
  sweep(): void {
    if (this.#isClosed) return;
    this.#cancel();
    this.#cancel = this.#options.clock.after(sweepMs, () => {
      this.sweep();
    });
    if (this.#isSweeping || this.#options.clock.now() < this.#restUntil) return;
    this.#isSweeping = true;
    this.#sending = this.#sendAll()
      .catch((error: unknown) => {
        this.#rest(restAfterOutageMs);
        this.#options.log.warn(error, 'the outbox could not be looked through; it will be tried again');
      })
      .finally(() => (this.#isSweeping = false));
  }

  /** Resolves when the mail that is being sent has gone out, after three seconds at the latest. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    const { clock } = this.#options;
    await Promise.race([this.#sending, new Promise<void>((resolve) => clock.after(longestClosingMs, resolve))]);
  }

  async #sendAll(): Promise<void> {
    let isServerThere = true;
    while (isServerThere && !this.#isClosed) {
      const mail = await this.#claim();
      if (mail === undefined) return;
      const stopRenewing = this.#renew(mail);
      isServerThere = await this.#send(mail).finally(stopRenewing);
    }
  }

  /** Keeps the mail to this server for as long as it is being sent. */
  #renew({ messageId, attempts }: ClaimedMail): () => void {
    const { pool, clock } = this.#options;
    const again = (): (() => void) =>
      clock.after(renewMs, () => {
        cancel = again();
        const statement = `UPDATE outgoing_mail SET claimed_until = greatest(claimed_until, now() + interval '15 seconds')
          WHERE message_id = $1 AND attempts = $2`;
        pool.query(statement, [messageId, attempts]).catch(() => undefined);
      });
    let cancel = again();
    return () => {
      cancel();
    };
  }

  /** Sends and notes what became of it. Answers whether the SMTP server is there for the next mail. */
  async #send(mail: ClaimedMail): Promise<boolean> {
    const { send, log } = this.#options;
    const { messageId, attempts } = mail;
    try {
      await send(mail);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== undefined) {
        log.warn({ messageId, refusal }, 'a mail was refused for good');
        const refused = 'UPDATE outgoing_mail SET refusal = $2 WHERE message_id = $1 AND sent_at IS NULL';
        await this.#note(refused, [messageId, refusal]);
        return true;
      }
      log.warn(error, 'a mail could not be sent; it will be tried again');
      if (isAnswer(error)) return true;
      if (isOfUs(error)) this.#rest(restMs);
      if (!isNoConnection(error)) return false;
      // Nothing was sent: that is no fault of this mail, so it is due as soon as somebody is there.
      const giveBack = `UPDATE outgoing_mail SET claimed_until = now(), attempts = attempts - 1
        WHERE message_id = $1 AND attempts = $2`;
      await this.#options.pool.query(giveBack, [messageId, attempts]);
      return false;
    }
    await this.#note('UPDATE outgoing_mail SET sent_at = now() WHERE message_id = $1', [messageId]);
    return true;
  }

  /** Only this server knows what became of the mail, so it does not leave it at one attempt. */
  async #note(statement: string, values: readonly string[]): Promise<void> {
    const { pool, clock, log } = this.#options;
    for (;;) {
      try {
        await pool.query(statement, [...values]);
        return;
      } catch (error) {
        if (this.#isClosed || isUnstorable(error)) throw error;
        log.warn(error, 'what became of a mail could not be noted; it will be tried again');
        await new Promise<void>((resolve) => clock.after(noteAgainMs, resolve));
      }
    }
  }

  #rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, this.#options.clock.now() + ms);
  }

  async #claim(): Promise<ClaimedMail | undefined> {
    const { rows } = await this.#options.pool.query<ClaimedMail>(
      `UPDATE outgoing_mail SET claimed_until = now() + ${claim}, attempts = attempts + 1
       WHERE message_id = (
         SELECT message_id FROM outgoing_mail WHERE sent_at IS NULL AND refusal IS NULL AND claimed_until < now()
         ORDER BY claimed_until LIMIT 1 FOR UPDATE SKIP LOCKED
       )
       RETURNING message_id AS "messageId", kind, recipient, subject, body, attempts, coalesce((
         SELECT e.message_id FROM email_interaction e WHERE e.interaction_id = outgoing_mail.interaction_id
       ), CASE WHEN kind = 'reply' THEN (
         SELECT first.message_id FROM outgoing_mail first
         WHERE first.interaction_id = outgoing_mail.interaction_id AND first.kind = 'acknowledgement'
       ) END) AS "inReplyTo"`,
    );
    return rows[0];
  }
}
