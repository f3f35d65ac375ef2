import { z } from 'zod';
import { UnusableCaptureError } from '../unusable-capture-error.js';

/** What an input says of the interaction that it is to become. */
export interface CaptureContent {
  readonly media?: string | undefined;
  readonly queue?: string | undefined;
  readonly service?: string | undefined;
  readonly subject?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

const value = z.union([
  z.string(),
  z.boolean().transform(String),
  z
    .number()
    .refine((number) => !Number.isInteger(number) || Number.isSafeInteger(number), {
      error: 'a number of so many digits is not kept exactly: write it as text',
    })
    .transform(String),
]);

const contentSchema = z.strictObject({
  media: z.string().optional(),
  queue: z.string().optional(),
  service: z.string().optional(),
  subject: z.string().optional(),
  attributes: z.record(z.string(), value).default({}),
});

/** @throws UnusableCaptureError that names the field and what was expected */
export function captureContent(input: unknown): CaptureContent {
  const decoded = contentSchema.safeParse(input);
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  const field = issue?.path.join('.') ?? '';
  const says = issue?.code === 'invalid_union' ? 'text, a number, true or false is expected' : issue?.message;
  throw new UnusableCaptureError(
    'INVALID_FIELD',
    `${field === '' ? 'The capture' : `"${field}"`}: ${says ?? 'is wrong'}.`,
    field,
  );
}
