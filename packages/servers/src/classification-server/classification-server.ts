import type { StartServer } from '../application-server/application-server.js';
import { classificationSchema } from '../classification/classification-schema.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { startExternalService } from '../external-service/start-external-service.js';
import { classify } from './classify.js';
import { KnownModels } from './known-models.js';
import { ModelStore } from './model-store.js';

const usualModel = 'Categories';

/**
 * Starts a Classification Server: an ESP server with the operation `classify`. It uses the models that Training Servers have stored for the
 * tenants; option `model` of section `classification` says which, where a strategy does not.
 */
export const startClassificationServer: StartServer = async (surroundings) => {
  const { registration, clock, log, reportAbility } = surroundings;
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: classificationSchema, clock, log },
    onChange: reportAbility,
  });
  const models = new KnownModels({
    ...{ store: new ModelStore(database.pool), clock },
    onDatabaseLost: (error) => {
      database.lost(error);
    },
  });
  return startExternalService(surroundings, {
    operations: {
      classify: classify({
        ...{ models, askDatabase },
        usualModel: () => registration().application.options.classification?.model ?? usualModel,
      }),
    },
    close: () => database.close(),
  });
};
