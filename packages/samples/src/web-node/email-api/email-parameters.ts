import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { decodeParameters } from '../decode-parameters.js';
import { RefusedError } from '../refused-error.js';
import type { RefusalCode } from '../refused-error.js';
import type { IncomingEmail } from '../servers/email-server-client.js';

const text = z.string('send it once, as text').max(64_000, 'it is too long').default('');
const pairs = z
  .union([z.string().transform((pair) => [pair]), z.array(z.string())])
  .transform((all) =>
    Object.fromEntries(all.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])),
  );

const emailSchema = z.object({
  firstName: text,
  lastName: text,
  fromAddress: text,
  subject: text,
  text,
  mailbox: text,
  /** `key=value`, repeated; also understood as `userData[key]`. */
  userData: z.union([pairs, z.record(z.string(), z.string())]).optional(),
});

/** A mail's own fields, before it is known for whom it is. */
export type EmailFields = Omit<IncomingEmail, 'submissionId' | 'tenant' | 'service'>;

/** @throws RefusedError where a parameter is no text at all */
export function emailFields(body: unknown): EmailFields {
  const { mailbox, userData, ...fields } = decodeParameters(emailSchema, body);
  return { ...fields, ...(mailbox !== '' && { mailbox }), ...(userData !== undefined && { userData }) };
}

/** A client may name its submission, a UUID: sent again under it, the mail is stored once. */
export const submissionIdOf = (body: unknown): string =>
  z
    .object({ submissionId: z.uuid() })
    .catch(() => ({ submissionId: randomUUID() }))
    .parse(body).submissionId;

const required = [
  ['firstName', 'FIRST_NAME_MISSING', 'first name'],
  ['lastName', 'LAST_NAME_MISSING', 'last name'],
  ['fromAddress', 'EMAIL_ADDRESS_MISSING', 'e-mail address'],
  ['subject', 'SUBJECT_MISSING', 'subject'],
  ['text', 'TEXT_MISSING', 'text'],
] as const satisfies readonly (readonly [keyof EmailFields, RefusalCode, string])[];

/** Everything that stands in the way of taking the mail; nothing, usually. */
export function problemsOf(fields: EmailFields): readonly RefusedError[] {
  const missing = required
    .filter(([field]) => fields[field].trim() === '')
    .map(([field, code, name]) => new RefusedError(code, `The ${name} is missing.`, `Send the parameter "${field}".`));
  const address = fields.fromAddress.trim();
  if (address === '' || z.email().safeParse(address).success) return missing;
  const advice = 'Send an address such as name@example.com.';
  return [
    ...missing,
    new RefusedError('EMAIL_ADDRESS_MALFORMED', 'The e-mail address is not a valid address.', advice),
  ];
}
