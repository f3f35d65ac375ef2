import { DatabaseError } from 'pg';

/** Connection failures, too few resources, an operator's intervention, a refused login, no such database, a server that only reads. */
const unusable = /^(?:08|28|3D|53|57P|25006)/;
/** The class of those that met another statement, and have done nothing. */
const collided = '40';

/** A statement failed because of the way to the database, not because of what it says. It may have been carried out all the same. */
export const isAccessLost = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || unusable.test(error.code ?? '');

/** A statement was rolled back because of another one at the same moment. */
export const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code?.startsWith(collided) === true;
