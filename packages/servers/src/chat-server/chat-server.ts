import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import { Router } from 'express';
import type { Pool } from 'pg';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer, Surroundings } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import type { AskDatabase } from '../database/asking-database.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { ChatAccess } from './chat-access.js';
import { chatFileRoutes } from './chat-files/chat-file-routes.js';
import { ChatFiles } from './chat-files/chat-files.js';
import { fileLimits, noFiles } from './chat-files/file-limits.js';
import { DatabaseFileStore, fileSchema, noFileStore } from './chat-files/file-store.js';
import { chatRoutes } from './chat-routes.js';
import { chatSchema } from './chat-schema.js';
import { ChatSessions } from './chat-sessions.js';
import { DatabaseChatStore } from './database-chat-store.js';

const usualInactivitySeconds = 45;

/** Starts a Chat Server on its port `webapi`. Its load is the number of open chats. */
export const startChatServer: StartServer = async (surroundings) => {
  const { registration, clock, log, isAccepting, isBackup, reportWork } = surroundings;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const options = (): Readonly<Record<string, string>> => registration().application.options.chat ?? {};
  const inactivityMs = (): number => {
    const configured = Number(options()['flex-disconnect-timeout']);
    return (configured > 0 ? configured : usualInactivitySeconds) * 1_000;
  };
  const sessions = new ChatSessions({
    ...{ clock, inactivityMs },
    onWork: (open, begun) => {
      reportWork({ load: open, sessions: begun });
    },
  });
  const database = isConnected(registration()) ? await openDatabase(surroundings) : undefined;
  if (database !== undefined && options()['session-restoration'] !== 'false') {
    keepChats(sessions, database, surroundings);
  }
  const utcTime = (): number => clock.wallClock();
  const access = new ChatAccess(sessions, () => registration().application.tenants);
  const limits = () => (database === undefined ? noFiles : fileLimits(options()));
  const store = database === undefined ? noFileStore : new DatabaseFileStore(database.pool);
  const askDatabase: AskDatabase = database?.askDatabase ?? ((act) => act());
  const routes = Router()
    .use(chatRoutes({ sessions, access, utcTime, isAccepting }))
    .use(chatFileRoutes({ access, limits, askDatabase, files: new ChatFiles({ sessions, store, limits, utcTime }) }));
  const { port, host } = addressOf(registration(), 'webapi');
  const application = serviceApplication(routes, { serviceSecret, isBackup, log, takesBytes: true });
  const listening = await listen(application, port, host);
  reportWork({ load: 0, sessions: 0 });
  return {
    whenIdle: () => sessions.whenIdle(),
    becomeBackup: () => {
      sessions.forgetAll();
    },
    async close() {
      // Whoever is being answered still hears only what is stored.
      sessions.wakeAll();
      await listening.close();
      await sessions.close();
      await database?.close();
    },
  };
};

const isConnected = ({ connections }: Registration): boolean => connections.some(({ type }) => type === 'DBServer');

interface OpenDatabase {
  readonly pool: Pool;
  readonly askDatabase: AskDatabase;
  readonly close: () => Promise<void>;
}

async function openDatabase({ registration, clock, log }: Surroundings): Promise<OpenDatabase> {
  const statements = [...chatSchema, ...fileSchema];
  // Chats go on without the database, so it says nothing about whether this server works.
  const onChange = (): void => undefined;
  const { database, askDatabase } = await databaseWithTables(registration(), { statements, clock, log, onChange });
  return { pool: database.pool, askDatabase, close: () => database.close() };
}

/** Chats outlive this Chat Server, unless option `session-restoration` of section `chat` is false. */
function keepChats(sessions: ChatSessions, { pool, askDatabase }: OpenDatabase, { clock, log }: Surroundings): void {
  sessions.keepIn(
    new DatabaseChatStore({
      ...{ pool, askDatabase, clock },
      onMoved: (chatId) => {
        log.warn({ chatId }, 'another Chat Server has taken this chat over');
        sessions.forget(chatId);
      },
      onChange: (isThere, error) => {
        if (isThere) log.info('what was said meanwhile is stored');
        else log.warn(error, 'transcripts wait for the database; until it is back, a chat is lost with this server');
      },
      onUnstorable: (chatId, error) => {
        log.error({ chatId, error }, 'the database does not take what was said in this chat');
      },
    }),
  );
}
