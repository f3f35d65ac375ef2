import type { ConfigurationObject, EstateConfiguration } from '@eservices-lb/sdk/rules';
import { listOfKind, objectKindSchema } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import type { RetiredDbid } from '../control/retired-dbid.js';
import type { StoredChange } from './stored-change.js';
import type { StoredConfiguration } from './stored-configuration.js';

/** A stored configuration that follows its changes, in the order in which the control server has its objects. */
export class ConfigurationImage {
  readonly #fingerprint: string;
  readonly #objects: ReadonlyMap<ObjectKind, Map<number, ConfigurationObject>>;
  readonly #retired: RetiredDbid[];
  #epoch: number;
  #changes: number;

  constructor({ fingerprint, epoch, changes, retired, configuration }: StoredConfiguration) {
    this.#fingerprint = fingerprint;
    this.#epoch = epoch;
    this.#changes = changes;
    this.#retired = [...retired];
    this.#objects = new Map(
      objectKindSchema.options.map((kind) => {
        const list: readonly ConfigurationObject[] = configuration[listOfKind[kind]];
        return [kind, new Map(list.map((object) => [object.dbid, object]))];
      }),
    );
  }

  get stored(): StoredConfiguration {
    const lists = [...this.#objects].map(([kind, objects]) => [listOfKind[kind], [...objects.values()]]);
    return {
      fingerprint: this.#fingerprint,
      epoch: this.#epoch,
      changes: this.#changes,
      retired: [...this.#retired],
      configuration: Object.fromEntries(lists) as EstateConfiguration,
    };
  }

  apply(change: StoredChange): void {
    if (change.change === 'epoch') {
      this.#epoch = Math.max(this.#epoch, change.epoch);
      return;
    }
    this.#changes += 1;
    if (change.change === 'put') {
      this.#objects.get(change.kind)?.set(change.object.dbid, change.object);
      return;
    }
    const { kind, dbid } = change;
    this.#objects.get(kind)?.delete(dbid);
    this.#retired.push({ kind, dbid });
  }
}
