import type { z } from 'zod';
import { RequestError } from './request-error.js';

/** @throws RequestError 400 that names the field and what was expected */
export function decode<T>(schema: z.ZodType<T>, value: unknown): T {
  const decoded = schema.safeParse(value ?? {});
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new RequestError(
    400,
    'INVALID_FIELD',
    `${field === '' ? 'The body' : `"${field}"`}: ${issue?.message ?? 'is wrong'}.`,
    field,
  );
}
