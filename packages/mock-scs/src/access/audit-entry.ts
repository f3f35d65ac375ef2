import { objectReferenceSchema } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { fieldChangeSchema } from './field-changes.js';
import { roleSchema } from './role.js';

/** One attempt to change something, or to come in without a right to, and what became of it. */
export const auditEntrySchema = z.object({
  /** Wall clock, ms since 1970. */
  at: z.number(),
  /** The name of the token; null where nobody was recognised. */
  actor: z.string().nullable(),
  role: roleSchema.nullable(),
  /** The address that the request came from. */
  from: z.string(),
  method: z.string(),
  path: z.string(),
  object: objectReferenceSchema.optional(),
  changes: z.array(fieldChangeSchema).optional(),
  /** Of the answer; 0 where the client did not wait for one. */
  status: z.int(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
