import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import type { Pool } from 'pg';
import { beginSession } from '../../packages/servers/src/chat-server/chat-session.js';
import { DatabaseChatStore } from '../../packages/servers/src/chat-server/database-chat-store.js';

describe('a Chat Server that stood still for some seconds while something was to be stored', () => {
  let clock: ManualClock;
  let lagMs: number;
  let told: string[];
  let answer: (rows: readonly object[]) => void;
  let store: DatabaseChatStore;

  beforeEach(() => {
    clock = new ManualClock();
    lagMs = 0;
    told = [];
    // What a process sees that stands still: its timers are due before anything that came meanwhile is read.
    const late: Clock = {
      now: () => clock.now() + lagMs,
      wallClock: () => clock.wallClock(),
      after: (delayMs, task) => clock.after(delayMs, task),
    };
    const pool = { query: () => new Promise((resolve) => (answer = (rows) => resolve({ rows }))) } as unknown as Pool;
    const ignore = (): void => undefined;
    store = new DatabaseChatStore({
      ...{ pool, clock: late, askDatabase: (act) => act(), onMoved: () => told.push('it is another’s') },
      ...{ onChange: ignore, onUnstorable: ignore },
    });
    const origin = { chatId: 'c1', tenant: 'Environment', service: 'support', subject: '', emailAddress: '' };
    void store.save(beginSession({ ...origin, alias: 'a1' }, 1_000)).then(() => told.push('answered'));
  });
  afterEach(() => store.close());
  const settle = (): Promise<void> => setImmediate();

  it('acknowledges nothing before it has heard what the database says: the chat may be another’s by now (F19, F32)', async () => {
    lagMs = 5_000;
    clock.advance(1_000);
    await settle();
    expect(told).toEqual([]);

    answer([]);
    await settle();

    expect(told).toEqual(['it is another’s', 'answered']);
  });

  it('waits a second for the database, as ever, once it goes on', async () => {
    lagMs = 5_000;
    clock.advance(1_000);
    clock.advance(999);
    await settle();
    expect(told).toEqual([]);

    clock.advance(1);
    await settle();

    expect(told).toEqual(['answered']);
    answer([{ chat_id: 'c1' }]);
  });
});
