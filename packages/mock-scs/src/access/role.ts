import { z } from 'zod';

/** What a token allows; each role allows everything that the ones before it do. */
export const roleSchema = z.enum(['read', 'operate', 'configure']);
export type Role = z.infer<typeof roleSchema>;

export const allows = (has: Role, needed: Role): boolean =>
  roleSchema.options.indexOf(has) >= roleSchema.options.indexOf(needed);
