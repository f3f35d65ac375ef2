import type { Clock } from '@eservices-lb/sdk';
import { DatabaseError } from 'pg';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { inboundQueue } from './interaction.js';

/** How often the media servers' tables are compared with ours, ms. */
const pauseMs = 10_000;
const undefinedTable = '42P01';

const insert = 'INSERT INTO interaction (interaction_id, tenant, media, service, subject, queue, submitted_at)';

/** Each brings one thing up to date, may be carried out at any time, and again. */
const statements = [
  `${insert} SELECT s.chat_id, s.tenant, 'chat', s.service, s.subject, '${inboundQueue('chat')}',
     to_timestamp(s.started_at / 1000.0)
   FROM chat_session s WHERE NOT EXISTS (SELECT FROM interaction i
     WHERE i.tenant = s.tenant AND i.media = 'chat' AND i.interaction_id = s.chat_id)
   ON CONFLICT DO NOTHING`,
  `${insert} SELECT e.interaction_id, e.tenant, 'email', e.service, e.subject, '${inboundQueue('email')}', e.received_at
   FROM email_interaction e WHERE NOT EXISTS (SELECT FROM interaction i
     WHERE i.tenant = e.tenant AND i.media = 'email' AND i.interaction_id = e.interaction_id)
   ON CONFLICT DO NOTHING`,
  `UPDATE interaction i SET state = 'in-progress', changed_at = now()
   WHERE i.media = 'chat' AND i.state = 'new' AND EXISTS (SELECT FROM chat_message m
     WHERE m.chat_id = i.interaction_id AND m.type = 'ParticipantJoined' AND m.sender ->> 'type' = 'Agent')`,
  `UPDATE interaction i SET state = 'done', changed_at = now() FROM chat_session s
   WHERE i.media = 'chat' AND i.state <> 'done'
     AND s.chat_id = i.interaction_id AND s.tenant = i.tenant AND s.ended_at IS NOT NULL`,
  `UPDATE interaction i SET state = 'done', changed_at = now() FROM email_interaction e
   WHERE i.media = 'email' AND i.state <> 'done'
     AND e.interaction_id = i.interaction_id AND e.tenant = i.tenant AND e.reply_body IS NOT NULL`,
];

export interface ReconciliationOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Learns from what Chat Servers and E-mail Servers have stored what nobody told us: interactions whose submission was lost, because we or
 * the web node were killed, and how far an interaction has come.
 */
export class Reconciliation {
  readonly #options: ReconciliationOptions;
  #cancel: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: ReconciliationOptions) {
    this.#options = options;
  }

  /** Compares now, and again and again. */
  start(): void {
    const { clock, log } = this.#options;
    this.#running = this.run()
      .catch((error: unknown) => {
        log.warn(error, 'the tables of the media servers cannot be compared; it will be tried again');
      })
      .then(() => {
        if (this.#isClosed) return;
        this.#cancel = clock.after(pauseMs, () => {
          this.start();
        });
      });
  }

  /** Compares once. A media server that never ran with this database has no table, and nothing to tell. */
  async run(): Promise<void> {
    for (const statement of statements) {
      try {
        await this.#options.pool.query(statement);
      } catch (error) {
        if (!(error instanceof DatabaseError && error.code === undefinedTable)) throw error;
      }
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#running;
  }
}
