import { z } from 'zod';
import { objectReferenceSchema } from './object-kind.js';

/** Something that an operator should be told and that is no status: a switchover that could not happen, say. */
export const noticeSchema = z.object({
  /** Wall clock, ms since 1970. */
  at: z.number(),
  level: z.enum(['info', 'warning', 'error']),
  /** In capitals, for programs: `NO_SWITCHOVER`. */
  code: z.string(),
  message: z.string(),
  /** The rule of the guide that it follows from. */
  rule: z.string().optional(),
  objects: z.array(objectReferenceSchema).default([]),
});
export type Notice = z.infer<typeof noticeSchema>;
