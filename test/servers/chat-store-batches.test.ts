import { ManualClock } from '@eservices-lb/sdk/testing';
import type { Pool } from 'pg';
import { beginSession } from '../../packages/servers/src/chat-server/chat-session.js';
import type { ChatSession } from '../../packages/servers/src/chat-server/chat-session.js';
import { DatabaseChatStore } from '../../packages/servers/src/chat-server/database-chat-store.js';
import { eventually } from '../estate/eventually.js';

const chat = (chatId: string): ChatSession =>
  beginSession(
    { chatId, tenant: 'Environment', service: 'support', subject: '', emailAddress: '', alias: 'a1' },
    1_000,
  );

describe('what many chats say', () => {
  it('goes into few statements: alone at once, and together after a short time', async () => {
    const clock = new ManualClock();
    const statements: string[][] = [];
    const pool = {
      query(_text: string, [kept]: string[]) {
        const rows = JSON.parse(kept ?? '') as { chat_id: string }[];
        statements.push(rows.map(({ chat_id }) => chat_id));
        return Promise.resolve({ rows });
      },
    } as unknown as Pool;
    const ignore = (): void => undefined;
    const store = new DatabaseChatStore({
      ...{ pool, clock, gatherMs: 10, askDatabase: (act) => act() },
      ...{ onMoved: ignore, onChange: ignore, onUnstorable: ignore },
    });

    const first = store.save(chat('c1'));
    const others = ['c2', 'c3', 'c4'].map((chatId) => store.save(chat(chatId)));
    await first;
    expect(statements).toEqual([['c1']]);

    await eventually('the second statement', () => {
      clock.advance(10);
      return statements.length > 1 ? true : undefined;
    });
    await Promise.all(others);

    expect(statements).toEqual([['c1'], ['c2', 'c3', 'c4']]);
    await store.save(chat('c5'));
    expect(statements.at(-1)).toEqual(['c5']);
  });
});
