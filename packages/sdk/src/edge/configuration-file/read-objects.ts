import type { ObjectOfKind } from '../../core/rules/estate-configuration.js';
import type { ObjectKind } from '../../wire/object-kind.js';

/** Objects at the places where they stand in the file; `undefined` where one could not be read. */
export type ReadObjects = {
  readonly [Kind in ObjectKind]: readonly (ObjectOfKind[Kind] | undefined)[];
};
