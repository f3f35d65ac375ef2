import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer, Surroundings } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { connectToDatabase } from '../database/connect-to-database.js';
import { createSchema } from '../database/create-schema.js';
import { chatRoutes } from './chat-routes.js';
import { chatSchema } from './chat-schema.js';
import { ChatSessions } from './chat-sessions.js';
import { DatabaseChatStore } from './database-chat-store.js';

const usualInactivitySeconds = 45;

/** Starts a Chat Server on its port `webapi`. Its load is the number of open chats. */
export const startChatServer: StartServer = async (surroundings) => {
  const { registration, clock, log, isAccepting, isBackup, reportWork } = surroundings;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const inactivityMs = (): number => {
    const configured = Number(registration().application.options.chat?.['flex-disconnect-timeout']);
    return (configured > 0 ? configured : usualInactivitySeconds) * 1_000;
  };
  const sessions = new ChatSessions({
    ...{ clock, inactivityMs },
    onWork: (open, begun) => {
      reportWork({ load: open, sessions: begun });
    },
  });
  const closeDatabase = isRestoring(registration()) ? await keepInDatabase(sessions, surroundings) : undefined;
  const routes = chatRoutes({
    ...{ sessions, isAccepting },
    utcTime: () => clock.wallClock(),
    tenants: () => registration().application.tenants,
  });
  const { port, host } = addressOf(registration(), 'webapi');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  reportWork({ load: 0, sessions: 0 });
  return {
    whenIdle: () => sessions.whenIdle(),
    becomeBackup: () => {
      sessions.forgetAll();
    },
    async close() {
      sessions.close();
      await listening.close();
      await closeDatabase?.();
    },
  };
};

/** Where a DB Server is connected, unless option `session-restoration` of section `chat` is false. */
function isRestoring({ application, connections }: Registration): boolean {
  const isConnected = connections.some(({ type }) => type === 'DBServer');
  return isConnected && application.options.chat?.['session-restoration'] !== 'false';
}

async function keepInDatabase(
  sessions: ChatSessions,
  { registration, clock, log }: Surroundings,
): Promise<() => Promise<void>> {
  const database = connectToDatabase(registration(), { clock, log, onChange: () => undefined });
  await createSchema(database.pool, {
    statements: chatSchema,
    clock,
    onWait: (error) => {
      log.info({ reason: error instanceof Error ? error.message : error }, 'waiting for the database');
    },
  });
  sessions.keepIn(
    new DatabaseChatStore({
      ...{ pool: database.pool, clock },
      onMoved: (chatId) => {
        log.warn({ chatId }, 'another Chat Server has taken this chat over');
        sessions.forget(chatId);
      },
      onChange: (isThere, error) => {
        if (isThere) log.info('what was said meanwhile is stored');
        else log.warn(error, 'transcripts wait for the database; until it is back, a chat is lost with this server');
      },
    }),
  );
  return () => database.close();
}
