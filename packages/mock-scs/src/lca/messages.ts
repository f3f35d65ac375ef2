import { executionModeSchema, statusSchema, applicationSchema } from '@eservices-lb/sdk/wire';
import { z } from 'zod';

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
]);
export type Command = z.infer<typeof commandSchema>;

/** An application that the registered one is connected to, with the address to reach it at. */
export const connectedApplicationSchema = z.object({
  application: z.string(),
  type: z.string(),
  host: z.string(),
  port: z.int(),
  secure: z.boolean(),
});
export type ConnectedApplication = z.infer<typeof connectedApplicationSchema>;

/** What a Local Control Agent says to an application server. */
export const agentMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('registered'),
    application: applicationSchema,
    mode: executionModeSchema,
    connections: z.array(connectedApplicationSchema),
    /** The agent pings this often; a link silent for three of these is lost. Milliseconds. */
    heartbeatMs: z.number().positive(),
  }),
  z.object({ type: z.literal('refused'), reason: z.string() }),
  z.object({ type: z.literal('command'), command: commandSchema }),
  z.object({
    type: z.literal('configuration'),
    application: applicationSchema,
    connections: z.array(connectedApplicationSchema),
  }),
]);
export type AgentMessage = z.infer<typeof agentMessageSchema>;
