import { systemClock } from '@eservices-lb/sdk';
import { Client, Pool } from 'pg';
import { rowsOf } from '../../packages/servers/src/chat-server/chat-rows.js';
import { chatSchema } from '../../packages/servers/src/chat-server/chat-schema.js';
import { beginSession, close } from '../../packages/servers/src/chat-server/chat-session.js';
import type { ChatSession } from '../../packages/servers/src/chat-server/chat-session.js';
import { claimChat, storeChats } from '../../packages/servers/src/chat-server/chat-statements.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { storableJson } from '../../packages/servers/src/database/storable-json.js';
import { eventually } from '../estate/eventually.js';
import { isPostgresqlInstalled, startPostgresql } from './postgresql-process.js';
import type { RunningPostgresql } from './postgresql-process.js';

/** Statements really run at the same time only in the PostgreSQL of the machine; the embedded one carries out one after the other. */
const title = 'a statement that stores a chat, and is carried out late or beside its repetition,';
(isPostgresqlInstalled ? describe : describe.skip)(
  isPostgresqlInstalled ? title : `${title} (no PostgreSQL here: apt-get install postgresql)`,
  () => {
    let server: RunningPostgresql;
    let pool: Pool;
    let slow: Client;
    let chats = 0;
    let session: ChatSession;

    beforeAll(async () => {
      server = await startPostgresql();
      pool = new Pool({ connectionString: server.url, max: 2 });
      slow = new Client({ connectionString: server.url });
      await slow.connect();
      await createSchema(pool, { statements: chatSchema, clock: systemClock, onWait: () => undefined });
    }, 60_000);
    afterAll(async () => {
      await slow.end();
      await pool.end();
      server.stop();
    });
    beforeEach(() => {
      chats += 1;
      const origin = { chatId: `c${chats}`, tenant: 'Environment', service: 'support', subject: '', emailAddress: '' };
      session = beginSession({ ...origin, alias: 'a1' }, 1_000);
    });

    const valuesOf = (after: ChatSession, stored?: ChatSession): string[] => {
      const { kept, begun, changed, participants, messages } = rowsOf([{ session: after, stored }]);
      return [kept, begun, changed, participants, messages].map((some) => storableJson(some));
    };
    const store = async (after: ChatSession, stored?: ChatSession): Promise<readonly object[]> =>
      (await pool.query<object>(storeChats, valuesOf(after, stored))).rows;
    const rowOf = async ({ chatId }: ChatSession): Promise<object | undefined> =>
      (await pool.query<object>('SELECT user_data, ended_at FROM chat_session WHERE chat_id = $1', [chatId])).rows[0];

    it('leaves the chat with its server, which has said more meanwhile', async () => {
      await slow.query('BEGIN');
      await slow.query(storeChats, valuesOf(session));
      const repeated = store({ ...session, userData: { order: '17' } });
      await eventually('the repetition to wait', async () => {
        const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        return (await pool.query(waiting)).rowCount === 1 ? true : undefined;
      });
      await slow.query('COMMIT');

      expect(await repeated).toEqual([{ chat_id: session.chatId }]);
      expect(await rowOf(session)).toMatchObject({ user_data: { order: '17' } });
    });

    it('is told once that the chat is its own, however often the first one is said', async () => {
      expect([await store(session), await store(session)]).toEqual([
        [{ chat_id: session.chatId }],
        [{ chat_id: session.chatId }],
      ]);
    });

    it('does not begin a chat again that another server has taken over', async () => {
      await store(session);
      await pool.query(claimChat, [session.chatId, 'Environment', 'a2', ['a1']]);

      expect(await store(session)).toEqual([]);
    });

    it('does not open a chat again that has ended', async () => {
      await store(session);
      const changed = { ...session, userData: { order: '17' } };
      const ended = close(changed, { text: 'over', utcTime: 2_000 });
      await store(ended, changed);

      await store(changed, session);

      expect(await rowOf(session)).toMatchObject({ ended_at: '2000' });
    });
  },
);
