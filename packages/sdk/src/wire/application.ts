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
  autoRestart: z.boolean().default(false),
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
