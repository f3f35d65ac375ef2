import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

/** A mail in the outbox, as the sender needs it. */
export interface DueMail {
  readonly messageId: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}

export interface OutboxOptions {
  readonly pool: Pool;
  readonly send: (mail: DueMail) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often the outbox is looked through for what others left behind, ms. */
const sweepMs = 2_000;
/** For how long a server has a mail to itself; longer than any attempt to send takes. */
const claim = "interval '15 seconds'";

/**
 * Sends what must be sent. All E-mail Servers look through the same outbox, so the mails of one that died are sent by the others. A mail goes
 * out twice only where a server dies between sending and noting it, and then with the same message id.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #cancel: () => void = () => undefined;
  #sending: Promise<void> = Promise.resolve();
  #isClosed = false;

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
    this.#sending = this.#sending
      .then(() => this.#sendAll())
      .catch((error: unknown) => {
        this.#options.log.warn(error, 'a mail could not be sent; it will be tried again');
      });
  }

  /** Resolves when the mail that is being sent has gone out. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let mail = await this.#claim(); mail !== undefined; mail = await this.#claim()) {
      await this.#options.send(mail);
      await this.#options.pool.query('UPDATE outgoing_mail SET sent_at = now() WHERE message_id = $1', [
        mail.messageId,
      ]);
      if (this.#isClosed) return;
    }
  }

  async #claim(): Promise<DueMail | undefined> {
    const { rows } = await this.#options.pool.query<DueMail>(
      `UPDATE outgoing_mail SET claimed_until = now() + ${claim}
       WHERE message_id = (
         SELECT message_id FROM outgoing_mail WHERE sent_at IS NULL AND claimed_until < now()
         ORDER BY claimed_until LIMIT 1 FOR UPDATE SKIP LOCKED
       )
       RETURNING message_id AS "messageId", recipient, subject, body`,
    );
    return rows[0];
  }
}
