import { z } from 'zod';

export const nameSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\s/](?:[^/]*[^\s/])?$/, 'a name without "/" and without surrounding white space');

/** DBIDs are positive, unique per object type, and never used again (domain facts, section 5). */
export const dbidSchema = z.int().min(1).max(0xffff_ffff);

export const stateSchema = z.enum(['enabled', 'disabled']);
export type State = z.infer<typeof stateSchema>;

export const portSchema = z.object({
  id: z.string().min(1).default('default'),
  port: z.int().min(1).max(65_535),
  protocol: z.string().default(''),
  secure: z.boolean().default(false),
});
export type Port = z.infer<typeof portSchema>;

export const connectionSchema = z.object({
  /** The name of the application connected to: a server, or an Application Cluster. */
  application: nameSchema,
  /** Which port of the target; where absent, rule LB-13 chooses. */
  portId: z.string().min(1).optional(),
  protocol: z.string().optional(),
  /** Seconds without an answer after which this side gives the connection up. */
  localTimeout: z.number().positive().optional(),
  /** Seconds without an answer after which the other side gives the connection up. */
  remoteTimeout: z.number().positive().optional(),
  parameters: z.record(z.string(), z.string()).default({}),
});
export type Connection = z.infer<typeof connectionSchema>;

/** Sections of keys of values, as the Options and Annex tabs hold them. */
export const optionsSchema = z.record(z.string(), z.record(z.string(), z.string()));
export type Options = z.infer<typeof optionsSchema>;

/** How the Local Control Agent of the host starts the application. Time-outs in seconds. */
export const startInfoSchema = z.object({
  commandLine: z.string().min(1),
  commandLineArguments: z.array(z.string()).default([]),
  workingDirectory: z.string().optional(),
});
export type StartInfo = z.infer<typeof startInfoSchema>;

export const applicationSchema = z.object({
  dbid: dbidSchema,
  name: nameSchema,
  type: nameSchema,
  version: z.string().default('8.1.4'),
  state: stateSchema.default('enabled'),
  isPrimary: z.boolean().default(true),
  redundancyType: z.enum(['none', 'cold', 'warm', 'hot']).default('none'),
  /** The name of the backup application, on the primary only. */
  backup: nameSchema.optional(),
  tenants: z.array(nameSchema).default([]),
  /** The name of the host. Absent for an Application Cluster, whose own address means nothing (LB-9). */
  host: nameSchema.optional(),
  ports: z.array(portSchema).default([]),
  connections: z.array(connectionSchema).default([]),
  options: optionsSchema.default({}),
  annex: optionsSchema.default({}),
  /** The name of the database that a Database Access Point leads to. */
  database: nameSchema.optional(),
  /** Only modelled: it has no process, and its control server plays what it would report. */
  simulated: z.boolean().default(false),
  autoRestart: z.boolean().default(false),
  /** Seconds between two attempts of its clients to connect to it. */
  timeout: z.number().positive().default(10),
  /** How often its clients try to connect before they try its backup. */
  attempts: z.int().positive().default(1),
  /** Seconds. */
  startupTimeout: z.number().positive().default(90),
  /** Seconds. */
  shutdownTimeout: z.number().positive().default(90),
  startInfo: startInfoSchema.optional(),
});
export type Application = z.infer<typeof applicationSchema>;

export const tenantSchema = z.object({ dbid: dbidSchema, name: nameSchema, state: stateSchema.default('enabled') });
export type Tenant = z.infer<typeof tenantSchema>;

export const hostSchema = z.object({
  dbid: dbidSchema,
  name: nameSchema,
  /** An IP address or a host name that resolves. */
  address: z.string().min(1),
  state: stateSchema.default('enabled'),
});
export type Host = z.infer<typeof hostSchema>;
