import { z } from 'zod';
import { applicationSchema, hostSchema, tenantSchema } from './application.js';
import { applicationStatusSchema, hostRunStateSchema } from './status.js';
import { databaseSchema, strategySchema, switchSchema, trainingJobSchema } from './surroundings.js';

/** Where in the control server's history something stands. A control server that forgot its history begins a higher epoch. */
export const versionSchema = z.object({
  epoch: z.int().nonnegative(),
  revision: z.int().nonnegative(),
});
export type Version = z.infer<typeof versionSchema>;

/** What load balancing needs of the body of `GET /api/v1/snapshot` and of the event `snapshot`: the estate at one version. */
export const snapshotSchema = versionSchema.extend({
  tenants: z.array(tenantSchema),
  hosts: z.array(hostSchema),
  applications: z.array(applicationSchema),
  statuses: z.array(applicationStatusSchema),
});
export type SnapshotMessage = z.infer<typeof snapshotSchema>;

/** Everything the control server knows, at one version. */
export const estateSnapshotSchema = snapshotSchema.extend({
  switches: z.array(switchSchema).default([]),
  databases: z.array(databaseSchema).default([]),
  strategies: z.array(strategySchema).default([]),
  trainingJobs: z.array(trainingJobSchema).default([]),
  hostStatuses: z.array(hostRunStateSchema).default([]),
});
export type EstateSnapshot = z.infer<typeof estateSnapshotSchema>;
