import type { ObjectOfKind } from '../../core/rules/estate-configuration.js';
import type { ObjectKind } from '../../wire/object-kind.js';

/** Objects at the places where they stand in the configuration; `undefined` where one could not be read. */
export type ObjectsOfKinds = {
  readonly [Kind in ObjectKind]: readonly (ObjectOfKind[Kind] | undefined)[];
};
