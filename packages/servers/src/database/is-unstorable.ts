import { DatabaseError } from 'pg';

/** SQLSTATE of a value that can never be stored (classes 22 and 23), in contrast to a database that cannot do so now. */
export const isUnstorable = (error: unknown): boolean =>
  error instanceof DatabaseError && /^2[23]/.test(error.code ?? '');
