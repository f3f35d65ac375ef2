import { ManualClock } from '@eservices-lb/sdk/testing';
import { Router } from 'express';
import type { Express } from 'express';
import type { Pool } from 'pg';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { ChatAccess } from '../../packages/servers/src/chat-server/chat-access.js';
import { chatFileRoutes } from '../../packages/servers/src/chat-server/chat-files/chat-file-routes.js';
import { ChatFiles } from '../../packages/servers/src/chat-server/chat-files/chat-files.js';
import { fileLimits, noFiles } from '../../packages/servers/src/chat-server/chat-files/file-limits.js';
import { DatabaseFileStore, noFileStore } from '../../packages/servers/src/chat-server/chat-files/file-store.js';
import { chatRoutes } from '../../packages/servers/src/chat-server/chat-routes.js';
import { ChatSessions } from '../../packages/servers/src/chat-server/chat-sessions.js';
import { DatabaseChatStore } from '../../packages/servers/src/chat-server/database-chat-store.js';
import { askingDatabase } from '../../packages/servers/src/database/asking-database.js';
import { serviceSecret, silentLog } from './application-surroundings.js';

export interface AChatServer {
  readonly app: Express;
  readonly sessions: ChatSessions;
  readonly clock: ManualClock;
  /** The options of section `chat`; changes take effect at once. */
  readonly options: Record<string, string>;
  /** Chats that another Chat Server has taken over. */
  readonly moved: string[];
  /** Chats that the database did not take. */
  readonly unstorable: string[];
  /** Whether the database was there, at each change. */
  readonly changes: boolean[];
}

/** A Chat Server inside the test, with the database behind the pool, or with none. */
export function aChatServer(pool?: Pool): AChatServer {
  const clock = new ManualClock();
  const options: Record<string, string> = {};
  const moved: string[] = [];
  const unstorable: string[] = [];
  const askDatabase = askingDatabase({ lost: () => undefined });
  const changes: boolean[] = [];
  const sessions = new ChatSessions({ clock, inactivityMs: () => 45_000, onWork: () => undefined });
  if (pool !== undefined) {
    const onMoved = (chatId: string): void => {
      moved.push(chatId);
      sessions.forget(chatId);
    };
    const onChange = (isThere: boolean): number => changes.push(isThere);
    const onUnstorable = (chatId: string): number => unstorable.push(chatId);
    sessions.keepIn(new DatabaseChatStore({ pool, askDatabase, clock, gatherMs: 0, onMoved, onChange, onUnstorable }));
  }
  const utcTime = (): number => clock.wallClock();
  const limits = () => (pool === undefined ? noFiles : fileLimits(options));
  const store = pool === undefined ? noFileStore : new DatabaseFileStore(pool);
  const files = new ChatFiles({ sessions, store, limits, utcTime });
  const access = new ChatAccess(sessions, () => ['Environment', 'Resources']);
  const routes = Router()
    .use(chatRoutes({ sessions, access, utcTime, isAccepting: () => true }))
    .use(chatFileRoutes({ access, limits, askDatabase, files }));
  const app = serviceApplication(routes, {
    ...{ serviceSecret, isBackup: () => false, log: silentLog, takesBytes: true },
  });
  return { app, sessions, clock, options, moved, unstorable, changes };
}
