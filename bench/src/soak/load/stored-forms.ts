import { Client } from 'pg';
import type { LoadRecord } from '../../chats/load-record.js';
import type { SentForms } from './sent-forms.js';

/** As the demo has it, above the port base of 8000. */
const databasePort = 132;
const lookMs = 1_000;
/** An outgoing mail that a killed server had claimed is free again after a quarter of a minute. */
const settleLimitMs = 60_000;

/** Looks into the database itself for what was acknowledged: each once, an attachment with each mail, and each answer sent. */
export async function checkStoredForms(portBase: number, sent: SentForms, record: LoadRecord): Promise<void> {
  const client = new Client({
    ...{ host: '127.0.0.1', port: portBase + databasePort, user: 'postgres', database: 'postgres' },
  });
  await client.connect();
  const counts = async (statement: string): Promise<ReadonlyMap<string, number>> => {
    const { rows } = await client.query<{ what: string; count: number }>(statement);
    return new Map(rows.map(({ what, count }) => [what, count]));
  };
  try {
    await untilSent(client);
    const compare = async (name: string, all: readonly string[], statement: string): Promise<void> => {
      const stored = await counts(statement);
      for (const each of all) record.found(stored.get(each) ?? 0, `${name} of ${each}`);
    };
    await compare('mail', sent.emails, `SELECT from_address AS what, count(*)::int FROM email_interaction GROUP BY 1`);
    await compare(
      'attachment',
      sent.emails,
      `SELECT from_address AS what, count(*)::int FROM email_interaction JOIN email_attachment USING (interaction_id) GROUP BY 1`,
    );
    await compare(
      'acknowledgement',
      sent.emails,
      `SELECT recipient AS what, count(*)::int FROM outgoing_mail WHERE sent_at IS NOT NULL GROUP BY 1`,
    );
    await compare('call', sent.callbacks, `SELECT name AS what, count(*)::int FROM callback_request GROUP BY 1`);
  } finally {
    await client.end();
  }
}

async function untilSent(client: Client): Promise<void> {
  const until = performance.now() + settleLimitMs;
  while (performance.now() < until) {
    const { rows } = await client.query('SELECT 1 FROM outgoing_mail WHERE sent_at IS NULL LIMIT 1');
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
