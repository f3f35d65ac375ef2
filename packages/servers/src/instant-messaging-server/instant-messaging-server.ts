import type { StartServer } from '../application-server/application-server.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { startExternalService } from '../external-service/start-external-service.js';
import { instantMessagingRoutes } from './instant-messaging-routes.js';
import { messageSchema } from './message-schema.js';
import { MessageStore } from './message-store.js';
import { MessageWatch } from './message-watch.js';
import { sendMessage } from './send-message.js';

/** Starts an Instant Messaging Server, an example of a custom Third Party Server: an ESP server with the operation `send-message`. */
export const startInstantMessagingServer: StartServer = async (surroundings) => {
  const { registration, clock, log, reportAbility } = surroundings;
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: messageSchema, clock, log },
    onChange: reportAbility,
  });
  const store = new MessageStore(database.pool);
  const watch = new MessageWatch({ store, clock });
  const onSent = (): void => {
    watch.came();
  };
  const tenants = (): readonly string[] => registration().application.tenants;
  return startExternalService(surroundings, {
    operations: { 'send-message': sendMessage({ store, askDatabase, onSent }) },
    routes: instantMessagingRoutes({ watch, askDatabase, tenants, clock }),
    close: () => database.close(),
  });
};
