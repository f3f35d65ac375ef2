import fc from 'fast-check';
import { ShardedMap } from '../../packages/sdk/src/core/directory/sharded-map.js';

type Step = readonly [string, number | undefined];

describe('the sharded map', () => {
  it('holds what a Map holds after the same changes, and leaves every earlier one as it was (property)', () => {
    const step = fc.tuple(fc.string({ maxLength: 3 }), fc.option(fc.nat(), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const history: [ShardedMap<string, number>, Map<string, number>][] = [
          [ShardedMap.from<string, number>([]), new Map<string, number>()],
        ];
        for (const change of steps) {
          const [sharded, plain] = history.at(-1)!;
          history.push([applied(sharded, change), appliedToMap(plain, change)]);
        }
        for (const [sharded, plain] of history) {
          expect(sharded.size).toBe(plain.size);
          expect(new Map(sharded)).toEqual(plain);
          expect(new Set(sharded.keys())).toEqual(new Set(plain.keys()));
          for (const [key, value] of plain) expect(sharded.get(key)).toBe(value);
        }
      }),
    );
  });

  it('grows from nothing to thousands of entries, and keeps them all', () => {
    let map = ShardedMap.from<number, number>([]);
    for (let key = 0; key < 3_000; key += 1) map = map.with(key, -key);

    expect(map.size).toBe(3_000);
    expect([...map].every(([key, value]) => value === -key)).toBe(true);
    expect(map.get(2_999)).toBe(-2_999);
  });

  it('has of several entries with the same key the last', () => {
    const map = ShardedMap.from<string, number>([
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ]);

    expect(map.size).toBe(2);
    expect(map.get('a')).toBe(3);
  });

  it('is itself where nothing is to be done', () => {
    const map = ShardedMap.from<string, number>([['a', 1]]);

    expect(ShardedMap.of(map)).toBe(map);
    expect(map.without('b')).toBe(map);
    expect(ShardedMap.of(new Map([['a', 1]])).get('a')).toBe(1);
  });

  it('is visited like a Map', () => {
    const map = ShardedMap.from<string, number>([
      ['a', 1],
      ['b', 2],
    ]);
    const visited: unknown[] = [];

    map.forEach((value, key, whole) => visited.push([key, value, whole === map]));

    expect(new Set(visited.map((each) => JSON.stringify(each)))).toEqual(new Set(['["a",1,true]', '["b",2,true]']));
    expect([...map.values()].sort()).toEqual([1, 2]);
  });
});

const applied = (map: ShardedMap<string, number>, [key, value]: Step): ShardedMap<string, number> =>
  value === undefined ? map.without(key) : map.with(key, value);

function appliedToMap(map: ReadonlyMap<string, number>, [key, value]: Step): Map<string, number> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}
