import { z } from 'zod';

/** What Solution Control Server says of an application, with the number the products use for it. */
export const statusCodes = {
  unknown: 0,
  stopped: 1,
  'stop-transition': 2,
  'stop-pending': 3,
  'start-transition': 4,
  'start-pending': 5,
  running: 6,
  initializing: 7,
  'service-unavailable': 8,
  suspending: 9,
  suspended: 10,
} as const;

export type Status = keyof typeof statusCodes;

export const statusSchema = z.enum(Object.keys(statusCodes) as [Status, ...Status[]]);

export const executionModeSchema = z.enum(['primary', 'backup', 'exiting']);
export type ExecutionMode = z.infer<typeof executionModeSchema>;

export const hostStatusSchema = z.enum(['unknown', 'disconnected', 'running']);
export type HostStatus = z.infer<typeof hostStatusSchema>;

/** The run state of one application. `load` is what the application reported of itself, in its own unit (chat sessions, say). */
export const applicationStatusSchema = z.object({
  application: z.string().min(1),
  status: statusSchema,
  mode: executionModeSchema.default('primary'),
  load: z.number().nonnegative().optional(),
  /** How many sessions it has begun since its start. */
  sessions: z.int().nonnegative().optional(),
  /** The tenants that the running instance works with, where they are not the configured ones: a change waits for its restart (MT-4). */
  tenants: z.array(z.string()).optional(),
});
export type ApplicationStatus = z.infer<typeof applicationStatusSchema>;

/** What Solution Control Server knows of the Local Control Agent of a host; a lost agent is a lost host. */
export const hostRunStateSchema = z.object({ host: z.string().min(1), status: hostStatusSchema });
export type HostRunState = z.infer<typeof hostRunStateSchema>;
