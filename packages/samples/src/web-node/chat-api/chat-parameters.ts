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
const id = text.refine((value) => value === undefined || /^[\w-]{1,64}$/.test(value), 'send 64 letters at most');
const number = (schema: z.ZodCoercedNumber) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const position = number(z.coerce.number('send a number').int('send a whole number').min(0, 'send 0 or more'));
const longestWaitMs = 2_500;
const userData = z.record(z.string(), z.string('send it once, as text')).optional();

const newChatSchema = z.object({
  nickname: text,
  firstName: text,
  lastName: text,
  subject: text,
  emailAddress: text,
  text,
  userData,
});

const aliasSchema = z.object({ alias: text });

const atMost = (longest: number) =>
  text.refine((value) => value === undefined || value.length <= longest, `send ${longest} letters at most`);

export const participantSchema = z.object({ userId: atMost(64), secureKey: atMost(128) });

/** A client that sends the same again under the same id says it once. */
export const requestIdSchema = id;

export const chatWishSchema = participantSchema.extend({
  message: text,
  messageType: text,
  transcriptPosition: position,
  waitMs: number(z.coerce.number('send a number').int().min(0).max(longestWaitMs, `send ${longestWaitMs} at most`)),
  requestId: requestIdSchema,
  pushUrl: text,
  nickname: text,
  userData,
});

/** What a request to begin a chat says, ready for the Chat Server. */
export type NewChat = z.infer<typeof newChatSchema> & { readonly tenant: string; readonly service: string };

/** @throws RefusedError */
export function newChat(request: Request<{ service: string }>, scope: Scope): NewChat {
  const tenant = tenantOf(request, scope);
  const chat = decodeParameters(newChatSchema, request.body);
  const { emailAddress } = chat;
  if (emailAddress !== undefined && !z.email().safeParse(emailAddress.trim()).success) {
    const advice = 'Send an address such as name@example.com, or none.';
    throw new RefusedError('EMAIL_ADDRESS_MALFORMED', 'The e-mail address is not a valid address.', advice);
  }
  return { tenant, service: request.params.service, ...chat };
}

/** @throws RefusedError */
export function tenantOf(request: Request<object>, scope: Scope): string {
  const { service } = request.params as { service: string };
  return tenantOfRequest(scope, { channel: 'chat', service, tenant: tenantParameter(request as Request) });
}

/**
 * The alias that the request says.
 * @throws RefusedError where it says none
 */
export function aliasOf({ body }: Pick<Request, 'body'>): string {
  const { alias } = decodeParameters(aliasSchema, body);
  if (alias !== undefined) return alias;
  throw new RefusedError(
    'ALIAS_MISSING',
    'The request carries no alias.',
    'Send the alias of the first reply with every request.',
  );
}
