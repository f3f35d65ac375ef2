import { z } from 'zod';
import {
  applicationSchema,
  connectionSchema,
  hostSchema,
  portSchema,
  startInfoSchema,
  tenantSchema,
} from '../../wire/application.js';
import { databaseSchema, strategySchema, switchSchema, trainingJobSchema } from '../../wire/surroundings.js';

/** The schema of each kind of object. Unknown fields are refused: in a configuration written by hand they are spelling mistakes. */
export const schemaOfKind = {
  tenant: z.strictObject(tenantSchema.shape),
  host: z.strictObject(hostSchema.shape),
  switch: z.strictObject(switchSchema.shape),
  database: z.strictObject(databaseSchema.shape),
  strategy: z.strictObject(strategySchema.shape),
  trainingJob: z.strictObject(trainingJobSchema.shape),
  application: z.strictObject({
    ...applicationSchema.shape,
    ports: z.array(z.strictObject(portSchema.shape)).default([]),
    connections: z.array(z.strictObject(connectionSchema.shape)).default([]),
    startInfo: z.strictObject(startInfoSchema.shape).optional(),
  }),
} as const;

/** A configuration file. */
export const configurationSchema = z.strictObject({
  tenants: z.array(schemaOfKind.tenant).default([]),
  hosts: z.array(schemaOfKind.host).default([]),
  switches: z.array(schemaOfKind.switch).default([]),
  databases: z.array(schemaOfKind.database).default([]),
  strategies: z.array(schemaOfKind.strategy).default([]),
  trainingJobs: z.array(schemaOfKind.trainingJob).default([]),
  applications: z.array(schemaOfKind.application),
});
