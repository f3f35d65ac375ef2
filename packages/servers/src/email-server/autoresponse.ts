import type { Pool } from 'pg';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Operation } from '../external-service/external-service-routes.js';
import { autoresponseOf } from './outgoing-mail.js';

const parametersSchema = z.object({
  text: z.string().min(1, 'say what to answer'),
  subject: z.string().min(1).max(998).optional(),
});

export interface AutoresponseOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly askDatabase: AskDatabase;
  /** Something was put into the outbox. */
  readonly onOutgoing: () => void;
}

/**
 * The operation `autoresponse` (IXN-5): answers the e-mail that the interaction is, without any agent, once for each request. A mail that a
 * machine wrote gets no answer.
 */
export function autoresponse({ pool, askDatabase, onOutgoing }: AutoresponseOptions): Operation {
  return async ({ requestId, tenant, parameters, interaction }): Promise<Readonly<Record<string, string>>> => {
    const wish = decode(parametersSchema, parameters);
    const { interactionId } = interaction;
    const email = await askDatabase(() => emailOf(pool, interactionId, tenant));
    if (email.isAutomatic) return { autoresponse: 'withheld' };
    const { messageId, subject, body } = autoresponseOf(email, { requestId: `${tenant}/${requestId}`, ...wish });
    await askDatabase(() =>
      pool.query(
        `INSERT INTO outgoing_mail (message_id, interaction_id, kind, recipient, subject, body)
         VALUES ($1, $2, 'autoresponse', $3, $4, $5) ON CONFLICT DO NOTHING`,
        [messageId, interactionId, email.fromAddress, subject, body],
      ),
    );
    onOutgoing();
    return { autoresponse: 'queued', autoresponseId: messageId };
  };
}

interface AnswerableEmail {
  readonly subject: string;
  readonly fromAddress: string;
  readonly isAutomatic: boolean;
}

/** @throws RequestError 404 */
async function emailOf(pool: Pick<Pool, 'query'>, interactionId: string, tenant: string): Promise<AnswerableEmail> {
  const { rows } = await pool.query<AnswerableEmail>(
    `SELECT subject, from_address AS "fromAddress", is_automatic AS "isAutomatic" FROM email_interaction
     WHERE interaction_id = $1 AND tenant = $2`,
    [interactionId, tenant],
  );
  if (rows[0] !== undefined) return rows[0];
  throw new RequestError(404, 'UNKNOWN_INTERACTION', 'There is no such e-mail of this tenant.', 'interaction');
}
