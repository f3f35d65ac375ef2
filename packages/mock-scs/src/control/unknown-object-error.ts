import type { ObjectKind } from '@eservices-lb/sdk/wire';

/** The configuration has no object of this kind and name. */
export class UnknownObjectError extends Error {
  override readonly name = 'UnknownObjectError';

  constructor(
    readonly kind: ObjectKind,
    readonly object: string,
  ) {
    super(`There is no ${kind} "${object}" in the configuration.`);
  }
}
