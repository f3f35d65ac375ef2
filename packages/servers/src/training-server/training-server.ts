import type { StartServer } from '../application-server/application-server.js';
import { classificationSchema } from '../classification/classification-schema.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { startExternalService } from '../external-service/start-external-service.js';
import { dataSetOf } from './data-set-of-job.js';
import { TrainingJobs } from './training-jobs.js';
import { TrainingStore } from './training-store.js';

/**
 * Starts a Training Server: it works on the training jobs that Solution Control Server has given to it (BK-3), and stores what it learned for
 * the Classification Servers. Option `examples-per-second` of section `training` slows it down.
 */
export const startTrainingServer: StartServer = async (surroundings) => {
  const { registration, clock, log, reportAbility, finishJob } = surroundings;
  const { database } = await databaseWithTables(registration(), {
    ...{ statements: classificationSchema, clock, log },
    onChange: reportAbility,
  });
  const jobs = new TrainingJobs({
    ...{ clock, log, onFinished: finishJob },
    store: new TrainingStore(database.pool, registration().application.name),
    dataSetOf: (job) => dataSetOf(job, registration()),
    examplesPerSecond: () => Number(registration().application.options.training?.['examples-per-second']) || Infinity,
    onDatabaseLost: (error) => {
      database.lost(error);
    },
  });
  const giveJobs = (): void => {
    jobs.give(registration().trainingJobs);
  };
  const server = await startExternalService(surroundings, {
    operations: {},
    close: async () => {
      await jobs.close();
      await database.close();
    },
  });
  giveJobs();
  return {
    ...server,
    whenIdle: () => jobs.whenIdle(),
    configurationChanged: giveJobs,
    shownWork: () => ({ kind: 'training-server', jobs: jobs.shown() }),
  };
};
