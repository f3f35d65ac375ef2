import type { World } from '../control/world.js';
import type { WorldEvent } from '../control/world-event.js';
import type { WorldState } from '../control/world-state.js';
import type { ReplicaStore } from '../pair/replica-store.js';
import type { ConfigurationStore } from './configuration-store.js';
import type { RestoredConfiguration } from './restore-configuration.js';
import { changeOfEvent } from './stored-change.js';
import { UnusableStoreError } from './unusable-store-error.js';

/** Stores every change of a world's configuration, in order; of a backup control server, that of the world which it follows. */
export class Persistence implements ReplicaStore {
  readonly #store: ConfigurationStore;
  readonly #world: World;
  readonly #forget: () => void;
  #last: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #isFollowing = false;
  readonly #fingerprint: string;

  private constructor(store: ConfigurationStore, world: World, fingerprint: string) {
    this.#store = store;
    this.#world = world;
    this.#fingerprint = fingerprint;
    this.#forget = world.subscribe((event) => {
      if (event.name === 'snapshot') {
        this.#isFollowing = false;
        this.#replace(world.state);
      } else if (!this.#isFollowing) this.#append(event);
    });
  }

  /**
   * Begins with the configuration that the world was made from, and tells operators where it is from.
   * @throws UnusableStoreError
   */
  static async begin(store: ConfigurationStore, world: World, from: RestoredConfiguration): Promise<Persistence> {
    const { setAside, stored } = from;
    let place: string | undefined;
    try {
      if (setAside !== undefined) place = await store.setAside();
      await store.begin({ ...stored, epoch: world.version.epoch });
    } catch (error) {
      throw new UnusableStoreError(error);
    }
    if (stored.changes > 0) {
      const message = `the configuration is that of the scenario with ${stored.changes} saved change${stored.changes === 1 ? '' : 's'}; --fresh begins anew`;
      world.notify({ level: 'info', code: 'CONFIGURATION_RESTORED', message });
    }
    if (setAside !== undefined && place !== undefined) {
      const message = `WARNING: ${setAside}; what was stored is kept in ${place}`;
      world.notify({ level: 'warning', code: 'CONFIGURATION_SET_ASIDE', message });
    }
    return new Persistence(store, world, stored.fingerprint);
  }

  /**
   * Resolved: every change so far is durable. After a failure each call tries once more, so that a repeated request can succeed.
   * @throws what the store throws
   */
  async committed(): Promise<void> {
    if (this.#hasFailed) this.#keep(this.#store.append({ change: 'epoch', epoch: this.#world.version.epoch }));
    await this.#last;
  }

  follow(state: WorldState): void {
    this.#isFollowing = true;
    this.#replace(state);
  }

  followed(event: WorldEvent): void {
    this.#append(event);
  }

  async close(): Promise<void> {
    this.#forget();
    await this.#store.close();
  }

  #replace({ configuration, retired, epoch }: WorldState): void {
    this.#keep(this.#store.replace({ fingerprint: this.#fingerprint, configuration, retired, epoch, changes: 1 }));
  }

  #append(event: WorldEvent): void {
    const change = changeOfEvent(event);
    if (change !== undefined) this.#keep(this.#store.append(change));
  }

  #keep(appended: Promise<void>): void {
    this.#last = appended;
    appended.then(
      () => {
        if (this.#last === appended) this.#hasFailed = false;
      },
      () => {
        if (this.#last === appended) this.#hasFailed = true;
      },
    );
  }
}
