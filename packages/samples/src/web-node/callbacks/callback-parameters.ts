import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { decodeParameters } from '../decode-parameters.js';
import { RefusedError } from '../refused-error.js';
import { tenantOfRequest } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { CallbackWish } from './callback-server-client.js';
import { utcOfLocalTime } from './local-time.js';

const text = z.string('send it once, as text').trim().max(256, 'it is too long').default('');
const formSchema = z.object({
  ...{ service: text, name: text, phoneNumber: text, at: text },
  requestId: z.union([z.uuid(), z.literal('').transform(() => undefined)]).optional(),
});

const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/**
 * What a customer asks for. A service belongs to the tenant that its chats belong to.
 * @throws RefusedError that says which parameter is wrong
 */
export function callbackWish(request: Request, scope: Scope): CallbackWish {
  const { requestId = randomUUID(), service, name, phoneNumber, at } = decodeParameters(formSchema, request.body);
  const tenant = tenantOfRequest(scope, { channel: 'chat', service, tenant: tenantParameter(request) });
  if (name === '') throw new RefusedError('NAME_MISSING', 'The name is missing.', 'Send the parameter "name".');
  if (phoneNumber === '') {
    const message = 'The telephone number is missing.';
    throw new RefusedError('PHONE_NUMBER_MALFORMED', message, 'Send the parameter "phoneNumber".');
  }
  return { requestId, tenant, service, name, phoneNumber, at: momentOf(at, scope) };
}

/** The zone of local times: option `time-zone` of section `callback`, else UTC. */
export const timeZone = ({ configuration, application }: Scope): string =>
  configuration.options(application, 'callback')['time-zone'] ?? 'UTC';

function momentOf(at: string, scope: Scope): string {
  const moment = local.test(at) ? utcOfLocalTime(at, timeZone(scope)) : at;
  if (moment !== undefined && z.iso.datetime({ offset: true }).safeParse(moment).success) return moment;
  const advice = 'Send the parameter "at" with a time such as 2030-01-31T14:30:00Z.';
  throw new RefusedError('TIME_NOT_POSSIBLE', 'The time is missing, or it is no time.', advice);
}
