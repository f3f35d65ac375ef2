import type { ObjectKind } from '@eservices-lb/sdk/wire';

/** A DBID of a deleted object. */
export interface RetiredDbid {
  readonly kind: ObjectKind;
  readonly dbid: number;
}
