import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { ContactHistory } from './contact-history.js';
import { contactRoutes } from './contact-routes.js';

/**
 * Starts a Universal Contact Server (UCS) on its port `default`, with the database among its Connections. It owns no table: a customer is
 * who wrote under an e-mail address, as Chat Servers and E-mail Servers have stored it.
 */
export const startUniversalContactServer: StartServer = async ({ registration, clock, log, ...reports }) => {
  const { reportAbility, isBackup } = reports;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: ['SELECT 1'], clock, log },
    onChange: reportAbility,
  });
  const history = new ContactHistory(database.pool);
  const routes = contactRoutes({ history, askDatabase, tenants: () => registration().application.tenants });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await listening.close();
      await database.close();
    },
  };
};
