import { z } from 'zod';
import { dbidSchema, nameSchema, stateSchema } from './application.js';

/** A switch. Rules MT-5 and MT-7 speak of the multimedia switches of a tenant. */
export const switchSchema = z.object({
  dbid: dbidSchema,
  name: nameSchema,
  state: stateSchema.default('enabled'),
  type: z.enum(['multimedia', 'voice']).default('multimedia'),
  tenant: nameSchema,
  /** The Interaction Server of type T-Server that stands for this switch (MT-6). */
  application: nameSchema.optional(),
});
export type Switch = z.infer<typeof switchSchema>;

/** A database, which Database Access Points lead to; it may serve several tenants (MT-5). */
export const databaseSchema = z.object({
  dbid: dbidSchema,
  name: nameSchema,
  state: stateSchema.default('enabled'),
  tenants: z.array(nameSchema).default([]),
});
export type Database = z.infer<typeof databaseSchema>;

/** A routing strategy, and the Universal Routing Servers that were chosen when it was activated (IXN-1, IXN-2). */
export const strategySchema = z.object({
  dbid: dbidSchema,
  name: nameSchema,
  state: stateSchema.default('enabled'),
  tenant: nameSchema,
  servers: z.array(nameSchema).default([]),
});
export type Strategy = z.infer<typeof strategySchema>;

/** A job of Training Server, which stays with the instance that began it (BK-3). */
export const trainingJobSchema = z.object({
  dbid: dbidSchema,
  name: nameSchema,
  state: stateSchema.default('enabled'),
  tenant: nameSchema,
  /** The Training Server that began it; none has, where it is absent. */
  application: nameSchema.optional(),
  progress: z.enum(['waiting', 'running', 'finished']).default('waiting'),
});
export type TrainingJob = z.infer<typeof trainingJobSchema>;
