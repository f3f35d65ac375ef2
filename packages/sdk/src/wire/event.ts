import { z } from 'zod';
import { applicationSchema, dbidSchema, hostSchema, tenantSchema } from './application.js';
import { noticeSchema } from './notice.js';
import { estateSnapshotSchema, versionSchema } from './snapshot.js';
import { applicationStatusSchema, hostRunStateSchema } from './status.js';
import { databaseSchema, strategySchema, switchSchema, trainingJobSchema } from './surroundings.js';

const addedOrChanged = z.enum(['added', 'changed']);

/** The body of the event `configuration` where it concerns load balancing: one object added or changed (whole), or deleted (its DBID). */
export const configurationChangeSchema = z.union([
  versionSchema.extend({ change: addedOrChanged, kind: z.literal('tenant'), object: tenantSchema }),
  versionSchema.extend({ change: addedOrChanged, kind: z.literal('host'), object: hostSchema }),
  versionSchema.extend({
    change: addedOrChanged,
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

/** The kinds of objects that load balancing does not look at. */
export const surroundingKinds = ['switch', 'database', 'strategy', 'trainingJob'] as const;

/** The body of the event `configuration` for the other kinds of objects. */
export const surroundingChangeSchema = z.union([
  versionSchema.extend({ change: addedOrChanged, kind: z.literal('switch'), object: switchSchema }),
  versionSchema.extend({ change: addedOrChanged, kind: z.literal('database'), object: databaseSchema }),
  versionSchema.extend({ change: addedOrChanged, kind: z.literal('strategy'), object: strategySchema }),
  versionSchema.extend({ change: addedOrChanged, kind: z.literal('trainingJob'), object: trainingJobSchema }),
  versionSchema.extend({ change: z.literal('deleted'), kind: z.enum(surroundingKinds), dbid: dbidSchema }),
]);
export type SurroundingChange = z.infer<typeof surroundingChangeSchema>;

/** The body of the event `status`: the whole run state of one application. */
export const statusChangeSchema = versionSchema.extend(applicationStatusSchema.shape);
export type StatusChange = z.infer<typeof statusChangeSchema>;

/** The body of the event `host-status`. */
export const hostStatusChangeSchema = versionSchema.extend(hostRunStateSchema.shape);
export type HostStatusChange = z.infer<typeof hostStatusChangeSchema>;

/** The body of the event `notice`. It makes no revision: its version is that of the last change. */
export const noticeEventSchema = versionSchema.extend(noticeSchema.shape);
export type NoticeEvent = z.infer<typeof noticeEventSchema>;

/** The names of the server-sent events of `GET /api/v1/events` and the schema of each body. `id` is `<epoch>.<revision>`. */
export const eventSchemas = {
  snapshot: estateSnapshotSchema,
  configuration: z.union([configurationChangeSchema, surroundingChangeSchema]),
  status: statusChangeSchema,
  'host-status': hostStatusChangeSchema,
  notice: noticeEventSchema,
  heartbeat: versionSchema,
} as const;
export type EventName = keyof typeof eventSchemas;
