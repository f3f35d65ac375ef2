import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { reporting } from '../application-server/reporting.js';
import { serviceApplication } from '../application-server/service-application.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { JsonRpcServer } from '../json-rpc/json-rpc-server.js';
import { ContactHistory } from './contact-history.js';
import { contactMethods, jsonRpcMethods } from './contact-methods.js';
import { contactRoutes } from './contact-routes.js';

/**
 * Starts a Universal Contact Server (UCS) on its port `default`, for HTTP and for JSON-RPC over WebSocket, with the database among its
 * Connections. It owns no table: a customer is who wrote under an e-mail address, as Chat Servers and E-mail Servers have stored it.
 */
export const startUniversalContactServer: StartServer = async (surroundings) => {
  const { registration, clock, log, reportAbility, isBackup } = surroundings;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: ['SELECT 1'], clock, log },
    onChange: reportAbility,
  });
  const history = new ContactHistory(database.pool);
  const methods = contactMethods({ history, askDatabase, tenants: () => registration().application.tenants });
  const forDesktops = jsonRpcMethods(methods);
  const jsonRpc = new JsonRpcServer({
    ...{ serviceSecret, clock, log, isServing: () => !isBackup() },
    methodsFor: () => forDesktops,
  });
  const { port, host } = addressOf(registration(), 'default');
  const application = serviceApplication(contactRoutes(methods), { serviceSecret, isBackup, log });
  const listening = await listen(application, port, host, {
    onUpgrade: (...upgrade) => {
      jsonRpc.accept(...upgrade);
    },
  });
  const stopReporting = reporting(() => ({ load: jsonRpc.connections }), surroundings);
  return {
    whenIdle: () => Promise.resolve(),
    becomeBackup() {
      jsonRpc.disconnectAll();
    },
    async close() {
      stopReporting();
      jsonRpc.close();
      await listening.close();
      await database.close();
    },
  };
};
