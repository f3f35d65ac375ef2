/** How many entries a shard should have, about; and how many the average may have before the map is sharded anew. */
const shardSize = 8;
const fullestSize = 64;
const fewestShards = 16;
const mostShards = 2048;

/** Looked up once: where globals are intercepted, as in the sandboxes of test runners, a lookup costs more than the multiplication. */
const { imul } = Math;

/**
 * A map that is replaced, never edited, yet cheap to replace: a change copies one shard, so that one status change costs
 * microseconds also among ten thousand applications. It is read as any ReadonlyMap; its order means nothing.
 */
export class ShardedMap<K extends string | number, V> implements ReadonlyMap<K, V> {
  readonly #shards: readonly (ReadonlyMap<K, V> | undefined)[];
  readonly size: number;

  private constructor(shards: readonly (ReadonlyMap<K, V> | undefined)[], size: number) {
    this.#shards = shards;
    this.size = size;
  }

  /** The same entries, so that they can be changed cheaply; the map itself where it is one of these already. */
  static of<K extends string | number, V>(map: ReadonlyMap<K, V>): ShardedMap<K, V> {
    return map instanceof ShardedMap ? (map as ShardedMap<K, V>) : ShardedMap.from(map);
  }

  /** Of several entries with the same key the last counts. */
  static from<K extends string | number, V>(entries: Iterable<readonly [K, V]>): ShardedMap<K, V> {
    const all = [...entries];
    const shards: (Map<K, V> | undefined)[] = Array.from({ length: shardCountFor(all.length) }, () => undefined);
    for (const [key, value] of all) {
      const index = shardOf(key, shards.length);
      (shards[index] ??= new Map<K, V>()).set(key, value);
    }
    return new ShardedMap(
      shards,
      shards.reduce((sum, shard) => sum + (shard?.size ?? 0), 0),
    );
  }

  get(key: K): V | undefined {
    return this.#shards[shardOf(key, this.#shards.length)]?.get(key);
  }

  has(key: K): boolean {
    return this.#shards[shardOf(key, this.#shards.length)]?.has(key) ?? false;
  }

  /** The map with this entry. */
  with(key: K, value: V): ShardedMap<K, V> {
    return this.#replaced(key, (shard) => shard.set(key, value));
  }

  /** The map without this key; itself where it has none. */
  without(key: K): ShardedMap<K, V> {
    return this.has(key) ? this.#replaced(key, (shard) => shard.delete(key)) : this;
  }

  #replaced(key: K, edit: (shard: Map<K, V>) => unknown): ShardedMap<K, V> {
    const index = shardOf(key, this.#shards.length);
    const before = this.#shards[index];
    const shard = new Map(before);
    edit(shard);
    const shards = this.#shards.slice();
    shards[index] = shard;
    const changed = new ShardedMap(shards, this.size - (before?.size ?? 0) + shard.size);
    const isFull = changed.size > fullestSize * shards.length && shards.length < mostShards;
    return isFull ? ShardedMap.from(changed) : changed;
  }

  *entries(): MapIterator<[K, V]> {
    for (const shard of this.#shards) if (shard !== undefined) yield* shard.entries();
    return undefined;
  }

  *keys(): MapIterator<K> {
    for (const shard of this.#shards) if (shard !== undefined) yield* shard.keys();
    return undefined;
  }

  *values(): MapIterator<V> {
    for (const shard of this.#shards) if (shard !== undefined) yield* shard.values();
    return undefined;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}

/** A power of two. */
const shardCountFor = (size: number): number =>
  Math.min(mostShards, Math.max(fewestShards, 2 ** Math.ceil(Math.log2(size / shardSize + 1))));

/** FNV-1a over the characters; DBIDs are spread well enough by themselves. */
function shardOf(key: string | number, shardCount: number): number {
  if (typeof key === 'number') return key % shardCount;
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 16)) & (shardCount - 1);
}
