import type { Clock } from '@eservices-lb/sdk';
import { DatabaseError } from 'pg';
import type { Logger } from 'pino';
import type { Statements } from '../database/statements.js';
import { inboundQueue } from './interaction.js';
import { unfenced } from './standby/primary-generation.js';
import type { FenceValues } from './standby/primary-generation.js';

/** How often the media servers' tables are compared with ours, ms. */
const pauseMs = 10_000;
const undefinedTable = '42P01';

const insert = 'INSERT INTO interaction (interaction_id, tenant, media, service, subject, queue, submitted_at)';

const onlyByPrimary = '(SELECT primary_only($1::text, $2::bigint))';

/** Each brings one thing up to date, may be carried out at any time, and again. */
const statements = [
  `${insert} SELECT s.chat_id, s.tenant, 'chat', s.service, s.subject, '${inboundQueue('chat')}',
     to_timestamp(s.started_at / 1000.0)
   FROM chat_session s WHERE NOT EXISTS (SELECT FROM interaction i
     WHERE i.tenant = s.tenant AND i.media = 'chat' AND i.interaction_id = s.chat_id) AND ${onlyByPrimary}
   ON CONFLICT DO NOTHING`,
  `${insert} SELECT e.interaction_id, e.tenant, 'email', e.service, e.subject, '${inboundQueue('email')}', e.received_at
   FROM email_interaction e WHERE NOT EXISTS (SELECT FROM interaction i
     WHERE i.tenant = e.tenant AND i.media = 'email' AND i.interaction_id = e.interaction_id) AND ${onlyByPrimary}
   ON CONFLICT DO NOTHING`,
  `UPDATE interaction i SET state = 'in-progress', changed_at = now()
   WHERE i.media = 'chat' AND i.state = 'new' AND EXISTS (SELECT FROM chat_message m
     WHERE m.chat_id = i.interaction_id AND m.type = 'ParticipantJoined' AND m.sender ->> 'type' = 'Agent') AND ${onlyByPrimary}`,
  `UPDATE interaction i SET state = 'done', changed_at = now() FROM chat_session s
   WHERE i.media = 'chat' AND i.state <> 'done'
     AND s.chat_id = i.interaction_id AND s.tenant = i.tenant AND s.ended_at IS NOT NULL AND ${onlyByPrimary}`,
  `UPDATE interaction i SET state = 'done', changed_at = now() FROM email_interaction e
   WHERE i.media = 'email' AND i.state <> 'done'
     AND e.interaction_id = i.interaction_id AND e.tenant = i.tenant AND e.reply_body IS NOT NULL AND ${onlyByPrimary}`,
];

export interface ReconciliationOptions {
  readonly pool: Statements;
  /** As whom this server writes, at this moment. */
  readonly fence?: () => FenceValues;
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
  #isStopped = true;

  constructor(options: ReconciliationOptions) {
    this.#options = options;
  }

  /** Compares now, and again and again, until it is stopped. */
  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#compareAgainAndAgain();
  }

  /** Compares once. A media server that never ran with this database has no table, and nothing to tell. */
  async run(): Promise<void> {
    const { pool, fence = () => unfenced } = this.#options;
    for (const statement of statements) {
      try {
        await pool.query(statement, [...fence()]);
      } catch (error) {
        if (!(error instanceof DatabaseError && error.code === undefinedTable)) throw error;
      }
    }
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  #compareAgainAndAgain(): void {
    const { clock, log } = this.#options;
    this.#cancel();
    this.#running = this.run()
      .catch((error: unknown) => {
        log.warn(error, 'the tables of the media servers cannot be compared; it will be tried again');
      })
      .then(() => {
        if (this.#isStopped) return;
        this.#cancel = clock.after(pauseMs, () => {
          this.#compareAgainAndAgain();
        });
      });
  }
}
