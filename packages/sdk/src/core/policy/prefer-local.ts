import { InvalidOptionError } from '../../errors/invalid-option-error.js';
import { ringsOf } from './nearness.js';
import type { Rings } from './nearness.js';
import type { Candidates, SelectionPolicy } from './selection-policy.js';

export interface PreferLocalOptions {
  /** The name of this process's host in the configuration. @defaultValue the host of the balancing application */
  readonly host?: string;
  /** This process's site, as the connection parameter `site` of the servers names it. @defaultValue none: only the host counts */
  readonly site?: string;
  /**
   * By how much the score of the near instance may be above that of the farther one before the farther one is taken: one more request in
   * flight is 1, a failure just now is 10. `Infinity` never spills over while a near instance is selectable.
   * @defaultValue 10
   */
  readonly spillOver?: number;
}

/**
 * Another policy, asked first for the instances of the same host, then for those of the same site, then for the rest. It goes farther only
 * where nobody near is selectable, or where the near pick is busier than the farther one by more than `spillOver`.
 * @throws InvalidOptionError
 */
export function preferLocal(policy: SelectionPolicy, options: PreferLocalOptions = {}): SelectionPolicy {
  const { host, site, spillOver = 10 } = options;
  checkName('host', host);
  checkName('site', site);
  if (!(typeof spillOver === 'number' && spillOver >= 0)) {
    throw new InvalidOptionError('preferLocal.spillOver', 'a number of 0 or more', spillOver);
  }
  return {
    name: `preferLocal(${policy.name})`,
    createPicker(environment) {
      const { home, place, score } = environment;
      const picker = policy.createPicker(environment);
      const known = new WeakMap<Candidates, Rings>();
      const pools = new WeakMap<object, readonly [object, object]>();
      const near = (candidates: Candidates): Rings => {
        const rings = ringsOf(candidates, { host: host ?? home().host, site: site ?? home().site }, place);
        known.set(candidates, rings);
        return rings;
      };
      return {
        pick(candidates, pool, key) {
          const rings = known.get(candidates) ?? near(candidates);
          let picked = picker.pick(rings[0], pool, key);
          for (let farther = 1; farther < rings.length; farther += 1) {
            const pickedScore = score(picked.dbid);
            if (pickedScore <= spillOver) break;
            const other = picker.pick(rings[farther] ?? candidates, poolOf(pools, pool, farther), key);
            if (pickedScore - score(other.dbid) > spillOver) picked = other;
          }
          return picked;
        },
      };
    },
  };
}

/** The turn of each ring is kept apart from that of the others. */
function poolOf(pools: WeakMap<object, readonly [object, object]>, pool: object, ring: number): object {
  let ofRings = pools.get(pool);
  if (ofRings === undefined) {
    ofRings = [{}, {}];
    pools.set(pool, ofRings);
  }
  return ofRings[ring - 1] ?? pool;
}

function checkName(option: string, name: unknown): void {
  if (name === undefined || (typeof name === 'string' && name !== '')) return;
  throw new InvalidOptionError(`preferLocal.${option}`, 'a name', name);
}
