import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { interactionRoutes } from './interaction-routes.js';
import { interactionSchema } from './interaction-schema.js';
import { InteractionStore } from './interaction-store.js';
import { Reconciliation } from './reconciliation.js';

/** Starts an Interaction Server on its port `default`, with the database among its Connections. */
export const startInteractionServer: StartServer = async ({ registration, clock, log, isAccepting, ...reports }) => {
  const { reportAbility, reportWork, isBackup } = reports;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: interactionSchema, clock, log },
    onChange: reportAbility,
  });
  const reconciliation = new Reconciliation({ pool: database.pool, clock, log });
  let submitted = 0;
  const routes = interactionRoutes({
    ...{ store: new InteractionStore(database.pool), askDatabase, isAccepting },
    tenants: () => registration().application.tenants,
    onSubmitted: () => {
      reportWork({ sessions: ++submitted });
    },
  });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  reconciliation.start();
  reportWork({ sessions: 0 });
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await listening.close();
      await reconciliation.close();
      await database.close();
    },
  };
};
