import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { roleSchema } from './role.js';
import type { Role } from './role.js';

/** What is kept of a token: never the token itself. */
export const tokenRecordSchema = z.strictObject({
  name: z.string().min(1).max(255),
  role: roleSchema,
  /** SHA-256 of the token, in hexadecimal; enough for 32 random bytes, which nobody can guess. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601. */
  createdAt: z.string(),
});
export type TokenRecord = z.infer<typeof tokenRecordSchema>;

export const newToken = (): string => randomBytes(32).toString('base64url');

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** `at` is the wall clock, ms. */
export function tokenRecord(
  token: string,
  { name, role, at }: { readonly name: string; readonly role: Role; readonly at: number },
): TokenRecord {
  return { name, role, sha256: tokenHash(token), createdAt: new Date(at).toISOString() };
}
