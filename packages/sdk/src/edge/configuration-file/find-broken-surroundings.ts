import type { Finding } from '../../core/rules/finding.js';
import { listOfKind } from '../../wire/object-kind.js';
import type { KnownNames } from './known-names.js';
import type { ObjectsOfKinds } from './objects-of-kinds.js';

type SurroundingKind = 'switch' | 'database' | 'strategy' | 'trainingJob';

/** A name that an object refers to, and in which field. */
interface Reference {
  readonly to: 'tenant' | 'application';
  readonly name: string;
  readonly field: readonly (string | number)[];
}

/** References of switches, databases, strategies and training jobs that lead nowhere. */
export function brokenReferencesOfSurroundings(objects: ObjectsOfKinds, names: KnownNames): readonly Finding[] {
  const check = <K extends SurroundingKind>(
    kind: K,
    referencesOf: (object: NonNullable<ObjectsOfKinds[K][number]>) => readonly Reference[],
  ): readonly Finding[] =>
    objects[kind].flatMap((object, index) =>
      object === undefined
        ? []
        : referencesOf(object)
            .filter(({ to, name }) => !names[listOfKind[to]].has(name))
            .map(({ to, name, field }) => ({
              path: [listOfKind[kind], index, ...field],
              message: `${kind} "${object.name}": unknown ${to} "${name}"`,
            })),
    );
  return [
    ...check('switch', ({ tenant, application }) => [toTenant(tenant), ...toApplication(application)]),
    ...check('database', ({ tenants }) => tenants.map((name, at) => ({ to: 'tenant', name, field: ['tenants', at] }))),
    ...check('strategy', ({ tenant, servers }) => [
      toTenant(tenant),
      ...servers.map((name, at): Reference => ({ to: 'application', name, field: ['servers', at] })),
    ]),
    ...check('trainingJob', ({ tenant, application }) => [toTenant(tenant), ...toApplication(application)]),
  ];
}

const toTenant = (name: string): Reference => ({ to: 'tenant', name, field: ['tenant'] });

const toApplication = (name: string | undefined): readonly Reference[] =>
  name === undefined ? [] : [{ to: 'application', name, field: ['application'] }];
