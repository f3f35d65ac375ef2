import { z } from 'zod';
import { applicationSchema, hostSchema, tenantSchema } from './application.js';
import { applicationStatusSchema } from './status.js';

/** Where in the control server's history something stands. A control server that forgot its history begins a higher epoch. */
export const versionSchema = z.object({
  epoch: z.int().nonnegative(),
  revision: z.int().nonnegative(),
});
export type Version = z.infer<typeof versionSchema>;

/** Everything the control server knows, at one version: the body of `GET /api/v1/snapshot` and of the event `snapshot`. */
export const snapshotSchema = versionSchema.extend({
  tenants: z.array(tenantSchema),
  hosts: z.array(hostSchema),
  applications: z.array(applicationSchema),
  statuses: z.array(applicationStatusSchema),
});
export type SnapshotMessage = z.infer<typeof snapshotSchema>;
