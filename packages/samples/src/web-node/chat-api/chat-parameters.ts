import type { Request } from 'express';
import { z } from 'zod';
import { decodeParameters } from '../decode-parameters.js';
import { RefusedError } from '../refused-error.js';
import { tenantOfRequest } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';

/** Clients send empty fields for what they do not have. */
const text = z
  .string('send it once, as text')
  .transform((value) => (value === '' ? undefined : value))
  .optional();
const longestWaitMs = 2_500;

const newChatSchema = z.object({
  nickname: text,
  firstName: text,
  lastName: text,
  subject: text,
  emailAddress: text,
  text,
  userData: z.record(z.string(), z.string()).optional(),
});

const chatRequestSchema = z.object({
  userId: text,
  secureKey: text,
  alias: text,
  message: text,
  messageType: text,
  transcriptPosition: z.coerce.number('send a number').int('send a whole number').min(0, 'send 0 or more').optional(),
  waitMs: z.coerce.number('send a number').int().min(0).max(longestWaitMs, `send ${longestWaitMs} at most`).optional(),
});

/** What a request to begin a chat says, ready for the Chat Server. */
export type NewChat = z.infer<typeof newChatSchema> & { readonly tenant: string; readonly service: string };

/** @throws RefusedError */
export function newChat(request: Request<{ service: string }>, scope: Scope): NewChat {
  const { service } = request.params;
  const tenant = tenantOfRequest(scope, { channel: 'chat', service, tenant: tenantParameter(request) });
  return { tenant, service, ...decodeParameters(newChatSchema, request.body) };
}

/** What a request within a chat says: where it goes, and what the Chat Server is to hear. */
export interface ChatRequest {
  readonly tenant: string;
  readonly alias: string;
  readonly parameters: Omit<z.infer<typeof chatRequestSchema>, 'alias'> & { readonly tenant: string };
}

/** @throws RefusedError */
export function chatRequest(request: Request<{ service: string }>, scope: Scope): ChatRequest {
  const { service } = request.params;
  const tenant = tenantOfRequest(scope, { channel: 'chat', service, tenant: tenantParameter(request) });
  const { alias, ...parameters } = decodeParameters(chatRequestSchema, request.body);
  if (alias === undefined) {
    throw new RefusedError(
      'ALIAS_MISSING',
      'The request carries no alias.',
      'Send the alias of the first reply with every request.',
    );
  }
  return { tenant, alias, parameters: { tenant, ...parameters } };
}
