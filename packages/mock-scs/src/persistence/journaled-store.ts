import { CommitQueue } from './commit-queue.js';
import { ConfigurationImage } from './configuration-image.js';
import type { ConfigurationStore } from './configuration-store.js';
import type { Medium, NumberedChange } from './medium.js';
import type { StoredChange } from './stored-change.js';
import type { StoredConfiguration } from './stored-configuration.js';

export interface JournaledStoreOptions {
  /** After how many changes a new base takes their place. @defaultValue 1000 */
  readonly compactEvery?: number;
}

/** A base, and the changes since. A write that failed is followed by a whole new base, whose success makes up for everything that failed. */
export class JournaledStore implements ConfigurationStore {
  readonly #medium: Medium;
  readonly #compactEvery: number;
  readonly #queue = new CommitQueue<NumberedChange>((batch) => this.#write(batch));
  #image: ConfigurationImage | undefined;
  #sequence = 0;
  #sinceBase = 0;
  #needsBase = false;

  constructor(medium: Medium, { compactEvery = 1000 }: JournaledStoreOptions = {}) {
    this.#medium = medium;
    this.#compactEvery = compactEvery;
  }

  async load(): Promise<StoredConfiguration | undefined> {
    const kept = await this.#medium.read();
    if (kept === undefined) return undefined;
    const image = new ConfigurationImage(kept.base.stored);
    for (const { change } of kept.changes) image.apply(change);
    this.#sequence = kept.changes.at(-1)?.sequence ?? kept.base.sequence;
    return { ...image.stored, ...(kept.damage !== undefined && { damage: kept.damage }) };
  }

  async begin(from: StoredConfiguration): Promise<void> {
    this.#image = new ConfigurationImage(from);
    await this.#writeBase();
  }

  async append(change: StoredChange): Promise<void> {
    if (this.#image === undefined) throw new TypeError('begin() comes before append()');
    this.#image.apply(change);
    this.#sequence += 1;
    await this.#queue.add({ sequence: this.#sequence, change });
  }

  async replace(by: StoredConfiguration): Promise<void> {
    this.#image = new ConfigurationImage(by);
    this.#needsBase = true;
    this.#sequence += 1;
    await this.#queue.add({ sequence: this.#sequence, change: { change: 'epoch', epoch: by.epoch } });
  }

  async setAside(): Promise<string> {
    return this.#medium.setAside();
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#medium.close();
  }

  async #write(batch: readonly NumberedChange[]): Promise<void> {
    if (this.#needsBase || this.#sinceBase + batch.length > this.#compactEvery) {
      await this.#writeBase();
      return;
    }
    this.#needsBase = true;
    await this.#medium.writeChanges(batch);
    this.#needsBase = false;
    this.#sinceBase += batch.length;
  }

  /** The image may be ahead of the batch; then the changes that follow are in the base already, and are written once more or skipped. */
  async #writeBase(): Promise<void> {
    if (this.#image === undefined) return;
    this.#needsBase = true;
    await this.#medium.writeBase({ sequence: this.#sequence, stored: this.#image.stored });
    this.#needsBase = false;
    this.#sinceBase = 0;
  }
}
