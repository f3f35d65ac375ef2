import type { EventEmitter } from 'node:events';
import { BalancedPool, Client, RoundRobinPool } from 'undici';
import type { Dispatcher } from 'undici';
import { kept } from '../measure/kept.js';
import { hostOf } from './host-of.js';
import type { Peer } from './peer.js';

type Hidden = Record<symbol, (...given: readonly unknown[]) => Dispatcher>;

/** The method under that symbol, which undici's own dispatch calls to choose. */
function hidden(pool: object, description: string): symbol {
  for (let owner: object | null = pool; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
    const found = Object.getOwnPropertySymbols(owner).find((symbol) => symbol.description === description);
    if (found !== undefined) return found;
  }
  throw new Error(`undici has no ${description} any more.`);
}

function pickerOf(pool: object): (times: number) => void {
  const choose = hidden(pool, 'get dispatcher');
  const chooser = pool as Hidden;
  return (times) => {
    for (let time = 0; time < times; time += 1) kept.value = chooser[choose]?.();
  };
}

/** Upstreams by weight; an upstream that cannot be connected to loses weight. */
export const balancedPool: Peer = {
  name: 'undici BalancedPool',
  tracksLiveness: true,
  create(instances) {
    const urlOf = (index: number): string => `http://${hostOf(index)}`;
    const pool = new BalancedPool([]);
    const upstreams = addAll(
      pool,
      Array.from({ length: instances }, (_, index) => urlOf(index)),
    );
    const pick = pickerOf(pool);
    return {
      pick,
      change(instance, isUp) {
        upstreams[instance]?.emit(isUp ? 'connect' : 'connectionError', new URL(urlOf(instance)), []);
        pick(1);
      },
      close: () => pool.destroy(),
    };
  },
};

/**
 * Adds the upstreams, each as if it were the first, and works the weights out at the end: looking for doubles and weighing at each of ten
 * thousand would take half a minute.
 */
function addAll(pool: BalancedPool, urls: readonly string[]): readonly EventEmitter[] {
  const clients = hidden(pool, 'clients');
  const parts = pool as unknown as Record<symbol, EventEmitter[]> & { _updateBalancedPoolStats(): void };
  const all: EventEmitter[] = [];
  for (const url of urls) {
    parts[clients] = [];
    pool.addUpstream(url);
    all.push(...parts[clients]);
  }
  parts[clients] = all;
  parts._updateBalancedPoolStats();
  return all;
}

/** Connections to one origin, in turn. */
export const roundRobinPool: Peer = {
  name: 'undici RoundRobinPool',
  tracksLiveness: false,
  create(instances) {
    const pool = new RoundRobinPool('http://10.0.0.1');
    const add = hidden(pool, 'add client');
    for (let index = 0; index < instances; index += 1) {
      (pool as unknown as Hidden)[add]?.(new Client('http://10.0.0.1'));
    }
    return { pick: pickerOf(pool), close: () => pool.destroy() };
  },
};
