import { Client } from 'pg';

/** How many interactions there are of each message, by the SMS Center's number of it: read from the database itself. */
export async function interactionsOf(databasePort: number): Promise<ReadonlyMap<string, number>> {
  const client = new Client({ host: '127.0.0.1', port: databasePort, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; count: number }>(
      `SELECT attributes ->> 'MessageId' AS id, count(*)::int AS count FROM interaction WHERE media = 'sms' GROUP BY 1`,
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  } finally {
    await client.end();
  }
}
