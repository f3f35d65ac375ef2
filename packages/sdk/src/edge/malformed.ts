import type { z } from 'zod';
import { MalformedMessageError } from '../errors/malformed-message-error.js';

/** The first problem of a decoding, with the path of the field. */
export function malformed(subject: string, { issues }: z.ZodError): MalformedMessageError {
  const issue = issues[0];
  return new MalformedMessageError(subject, issue?.path.join('.') ?? '', issue?.message ?? 'of unknown shape');
}
