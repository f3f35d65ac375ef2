import { listOfKind, objectKindSchema } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import type { EstateConfiguration, ObjectOfKind } from '@eservices-lb/sdk/rules';

type ByName<T> = Map<string, T>;
type ObjectMaps = { readonly [Kind in ObjectKind]: ByName<ObjectOfKind[Kind]> };

/** The objects of a configuration, found by name; the configuration itself is made anew only when it is asked for after a change. */
export class ConfigurationObjects {
  readonly #objects: ObjectMaps;
  #configuration: EstateConfiguration | undefined;

  constructor(configuration: EstateConfiguration) {
    this.#configuration = configuration;
    const byName = <T extends { readonly name: string }>(objects: readonly T[]): ByName<T> =>
      new Map(objects.map((object) => [object.name, object]));
    this.#objects = {
      tenant: byName(configuration.tenants),
      host: byName(configuration.hosts),
      switch: byName(configuration.switches),
      database: byName(configuration.databases),
      strategy: byName(configuration.strategies),
      trainingJob: byName(configuration.trainingJobs),
      application: byName(configuration.applications),
    };
  }

  get configuration(): EstateConfiguration {
    this.#configuration ??= Object.fromEntries(
      objectKindSchema.options.map((kind) => [listOfKind[kind], [...this.#objects[kind].values()]]),
    ) as unknown as EstateConfiguration;
    return this.#configuration;
  }

  get<K extends ObjectKind>(kind: K, name: string): ObjectOfKind[K] | undefined {
    return this.#objects[kind].get(name);
  }

  all<K extends ObjectKind>(kind: K): IterableIterator<ObjectOfKind[K]> {
    return this.#objects[kind].values() as IterableIterator<ObjectOfKind[K]>;
  }

  set<K extends ObjectKind>(kind: K, object: ObjectOfKind[K]): void {
    (this.#objects[kind] as ByName<ObjectOfKind[K]>).set(object.name, object);
    this.#configuration = undefined;
  }

  delete(kind: ObjectKind, name: string): void {
    this.#objects[kind].delete(name);
    this.#configuration = undefined;
  }
}
