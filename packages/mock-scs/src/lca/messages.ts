import { executionModeSchema, statusSchema, applicationSchema } from '@eservices-lb/sdk/wire';
import { z } from 'zod';

const deepestWork = 32;

/** What operators see of an application's work beyond its status: of its own shape, at most 48 KiB, and no deeper than can be shown. */
export const workSchema = z
  .record(z.string().max(255), z.unknown())
  .refine((work) => isWithin(deepestWork, work), `nest it no deeper than ${deepestWork} levels`);
export type ShownWork = z.infer<typeof workSchema>;

function isWithin(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((one) => isWithin(levels - 1, one));
}

/** A database as an Interaction Server knows it: the name of the configuration, and the identity that is written in it; `''` where nobody has worked with it. */
export const knownDatabaseSchema = z.object({ name: z.string().max(255), identity: z.string().max(64) });
export type KnownDatabase = z.infer<typeof knownDatabaseSchema>;

/** What an application server says on the link to its Local Control Agent (`ws /api/v1/lca`). */
export const reportSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('register'),
    application: z.string().min(1).max(255),
    secret: z.string().max(1024),
    pid: z.int().positive(),
    /** The last status, from an application that was linked before: so it returns in one step, without seeming to start again. */
    status: statusSchema.optional(),
    load: z.number().nonnegative().optional(),
    sessions: z.int().nonnegative().optional(),
    /** The mode that it was told last, for a control server that was restarted and has forgotten it. */
    mode: executionModeSchema.exclude(['exiting']).optional(),
  }),
  z.object({
    type: z.literal('status'),
    status: statusSchema,
    load: z.number().nonnegative().optional(),
    /** How many sessions it has begun since its start. */
    sessions: z.int().nonnegative().optional(),
  }),
  /** The mode that it has taken, because it was told to. */
  z.object({ type: z.literal('mode'), mode: executionModeSchema.exclude(['exiting']) }),
  /** What it does at the moment, in words and figures of its own; each says all, not what changed. */
  z.object({ type: z.literal('work'), work: workSchema }),
  /** A training job that was given to it is done (BK-3). */
  z.object({ type: z.literal('training-job-finished'), name: z.string().min(1).max(255) }),
  /** Its database: which one it works with, and which one it does not work with until an operator confirms it (IXN-9). */
  z.object({
    type: z.literal('database'),
    workedWith: knownDatabaseSchema.optional(),
    unconfirmed: knownDatabaseSchema.optional(),
  }),
]);
export type Report = z.infer<typeof reportSchema>;

/** What Solution Control Server asks of an application server, through the agent. */
export const commandSchema = z.enum([
  'stop',
  'stop-gracefully',
  'suspend',
  'resume',
  'service-unavailable',
  'available',
  'become-primary',
  'become-backup',
  'confirm-database',
]);
export type Command = z.infer<typeof commandSchema>;

/** An application that the registered one is connected to, with the address to reach it at. */
export const connectedApplicationSchema = z.object({
  application: z.string(),
  type: z.string(),
  host: z.string(),
  port: z.int(),
  secure: z.boolean(),
  /** The database that a Database Access Point leads to. Its address is that of the DB Server it goes through, else its own. */
  database: z.string().optional(),
  /** The DB Server that a Database Access Point goes through. */
  through: z.string().optional(),
  /** What section `database` of a Database Access Point says: `name`, `user`, `password` at the database server. */
  databaseOptions: z.record(z.string(), z.string()).optional(),
});
export type ConnectedApplication = z.infer<typeof connectedApplicationSchema>;

/** A routing strategy that was activated on the application (IXN-2). */
export const loadedStrategySchema = z.object({ name: z.string(), tenant: z.string() });
export type LoadedStrategy = z.infer<typeof loadedStrategySchema>;

/** A multimedia switch of one of the application's tenants, and the T-Server that it is for, where it names one (MT-6, MT-7). */
export const multimediaSwitchSchema = z.object({
  name: z.string(),
  tenant: z.string(),
  application: z.string().optional(),
});
export type MultimediaSwitch = z.infer<typeof multimediaSwitchSchema>;

/** A training job that was given to the application and is not finished (BK-3). */
export const givenJobSchema = z.object({ name: z.string(), tenant: z.string() });
export type GivenJob = z.infer<typeof givenJobSchema>;

/** What an application is told of its configuration and of its surroundings there. */
export const toldSchema = z.object({
  application: applicationSchema,
  connections: z.array(connectedApplicationSchema).readonly(),
  /** Those that were activated on it, where it is a Universal Routing Server (IXN-2). */
  strategies: z.array(loadedStrategySchema).readonly().default([]),
  /** The multimedia switches of its tenants, where it is an Interaction Server (MT-7). */
  switches: z.array(multimediaSwitchSchema).readonly().default([]),
  /** Those that were given to it and are not finished, where it is a Training Server (BK-3). */
  trainingJobs: z.array(givenJobSchema).readonly().default([]),
  /** The name of the primary, where the application is the backup of a pair. */
  primary: z.string().optional(),
  /** The database that it, or the other member of its pair, worked with last; not told where the agent knows of none (IXN-9). */
  workedWith: knownDatabaseSchema.optional(),
});
export type Told = z.infer<typeof toldSchema>;

/** What a Local Control Agent says to an application server. */
export const agentMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('registered'),
    ...toldSchema.shape,
    mode: executionModeSchema,
    /** The agent pings this often; a link silent for three of these is lost. Milliseconds. */
    heartbeatMs: z.number().min(1).max(3_600_000),
  }),
  z.object({ type: z.literal('refused'), reason: z.string() }),
  z.object({ type: z.literal('command'), command: commandSchema }),
  z.object({ type: z.literal('configuration'), ...toldSchema.shape }),
]);
export type AgentMessage = z.infer<typeof agentMessageSchema>;
