import type { z } from 'zod';
import { RefusedError } from './refused-error.js';

/** @throws RefusedError that names the first parameter that is not as it should be */
export function decodeParameters<TSchema extends z.ZodType>(schema: TSchema, received: unknown): z.output<TSchema> {
  const { data, error } = schema.safeParse(received);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const parameter = issue?.path.join('.') ?? '';
  throw new RefusedError(
    'MALFORMED_REQUEST',
    `Parameter "${parameter}" is not as it should be: ${issue?.message ?? 'malformed'}.`,
    `Correct "${parameter}" and send the request again.`,
  );
}
