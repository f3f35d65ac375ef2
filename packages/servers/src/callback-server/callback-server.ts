import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { callbackRoutes } from './callback-routes.js';
import { callbackSchema } from './callback-schema.js';
import { CallbackStore } from './callback-store.js';
import { DueCalls } from './due-calls.js';

/**
 * Starts a Callback Server on its port `default`, with the database among its Connections. Option `country` of section `callback` says where
 * numbers without international prefix are (two letters, ISO 3166); without it they are refused.
 */
export const startCallbackServer: StartServer = async ({ registration, clock, log, isAccepting, ...reports }) => {
  const { reportAbility, reportWork, isBackup } = reports;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: callbackSchema, clock, log },
    onChange: reportAbility,
  });
  const store = new CallbackStore(database.pool);
  const tenants = (): readonly string[] => registration().application.tenants;
  const dueCalls = new DueCalls({ store, tenants, clock, log });
  let received = 0;
  const routes = callbackRoutes({
    ...{ store, askDatabase, tenants, isAccepting },
    utcTime: () => clock.wallClock(),
    country: () => registration().application.options.callback?.country ?? '',
    onReceived: () => {
      reportWork({ sessions: ++received });
    },
  });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  dueCalls.watch();
  reportWork({ sessions: 0 });
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await listening.close();
      await dueCalls.close();
      await database.close();
    },
  };
};
