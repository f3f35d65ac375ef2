import { z } from 'zod';
import { applicationSchema, dbidSchema, hostSchema, tenantSchema } from './application.js';
import { snapshotSchema, versionSchema } from './snapshot.js';
import { applicationStatusSchema } from './status.js';

/** The body of the event `configuration`: one object added or changed (whole), or deleted (its DBID). */
export const configurationChangeSchema = z.union([
  versionSchema.extend({ change: z.enum(['added', 'changed']), kind: z.literal('tenant'), object: tenantSchema }),
  versionSchema.extend({ change: z.enum(['added', 'changed']), kind: z.literal('host'), object: hostSchema }),
  versionSchema.extend({
    change: z.enum(['added', 'changed']),
    kind: z.literal('application'),
    object: applicationSchema,
  }),
  versionSchema.extend({
    change: z.literal('deleted'),
    kind: z.enum(['tenant', 'host', 'application']),
    dbid: dbidSchema,
  }),
]);
export type ConfigurationChange = z.infer<typeof configurationChangeSchema>;

/** The body of the event `status`: the whole run state of one application. */
export const statusChangeSchema = versionSchema.extend(applicationStatusSchema.shape);
export type StatusChange = z.infer<typeof statusChangeSchema>;

/** The names of the server-sent events of `GET /api/v1/events` and the schema of each body. `id` is `<epoch>.<revision>`. */
export const eventSchemas = {
  snapshot: snapshotSchema,
  configuration: configurationChangeSchema,
  status: statusChangeSchema,
  heartbeat: versionSchema,
} as const;
export type EventName = keyof typeof eventSchemas;
