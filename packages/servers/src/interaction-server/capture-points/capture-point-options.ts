import type { Application } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { mediaSchema } from '../interaction.js';

/** Options with which a Capture Point cannot be started, however often it is tried. */
export class CapturePointOptionError extends Error {
  override readonly name = 'CapturePointOptionError';
}

/** A whole number, written as options are. */
export const wholeNumber = (least: number, most: number): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'a whole number is expected')
    .transform(Number)
    .refine((number) => number >= least && number <= most, `from ${least} to ${most} is possible`);

const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .transform((list) => list.filter((name) => name !== ''));

/** The options that every kind has, in the section `settings`. */
export const commonSettings = z.object({
  'capture-point-type': z.enum(['file', 'database', 'web-service', 'jms']),
  'tenant-attribute': names.default([]),
  'default-tenant': z.string().min(1).optional(),
  media: mediaSchema.optional(),
  queue: z.string().min(1).max(255).optional(),
  service: z.string().min(1).max(255).optional(),
});
export type CommonSettings = z.infer<typeof commonSettings>;

/** The most bytes of one input. */
export const longestBytes = wholeNumber(1, 16 * 1024 * 1024).default(256 * 1024);

/** @throws CapturePointOptionError that names the option */
export function settingsOf<T>(schema: z.ZodType<T>, { name, options }: Application): T {
  const decoded = schema.safeParse(options.settings ?? {});
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  throw new CapturePointOptionError(
    `${name}: its option settings/${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}.`,
  );
}
