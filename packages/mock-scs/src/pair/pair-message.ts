import { configurationSchema } from '@eservices-lb/sdk/rules';
import {
  applicationStatusSchema,
  eventSchemas,
  hostRunStateSchema,
  noticeSchema,
  objectKindSchema,
  versionSchema,
} from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { tokenRecordSchema } from '../access/token-record.js';
import type { TokenRecord } from '../access/token-record.js';
import type { WorldEvent } from '../control/world-event.js';
import type { WorldState } from '../control/world-state.js';

const stateSchema = z.object({
  ...versionSchema.shape,
  configuration: configurationSchema,
  retired: z.array(z.object({ kind: objectKindSchema, dbid: z.int() })),
  statuses: z.array(applicationStatusSchema),
  hostStatuses: z.array(hostRunStateSchema),
  notices: z.array(noticeSchema),
});

const eventSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('snapshot'), body: eventSchemas.snapshot }),
  z.object({ name: z.literal('configuration'), body: eventSchemas.configuration }),
  z.object({ name: z.literal('status'), body: eventSchemas.status }),
  z.object({ name: z.literal('host-status'), body: eventSchemas['host-status'] }),
  z.object({ name: z.literal('notice'), body: eventSchemas.notice }),
]);

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), state: stateSchema, tokens: z.array(tokenRecordSchema) }),
  z.object({ type: z.literal('event'), event: eventSchema }),
  z.object({ type: z.literal('token'), token: tokenRecordSchema }),
  z.object({ type: z.literal('take-over') }),
  z.object({ type: z.literal('acknowledged'), ...versionSchema.shape }),
  z.object({ type: z.literal('alive') }),
]);

/** What the control servers of a pair say to each other. */
export type PairMessage =
  /** From the primary, first: everything. */
  | { readonly type: 'state'; readonly state: WorldState; readonly tokens: readonly TokenRecord[] }
  /** From the primary: a change, in order. */
  | { readonly type: 'event'; readonly event: WorldEvent }
  | { readonly type: 'token'; readonly token: TokenRecord }
  /** From the primary, last: be primary from now on. */
  | { readonly type: 'take-over' }
  /** From the backup: it has everything up to this version. */
  | { readonly type: 'acknowledged'; readonly epoch: number; readonly revision: number }
  | { readonly type: 'alive' };

export const writeMessage = (message: PairMessage): string => JSON.stringify(message);

/** @throws SyntaxError, ZodError where it is none */
export const readMessage = (text: string): PairMessage => messageSchema.parse(JSON.parse(text));
