import { createRequire } from 'node:module';
import { policies } from 'cassandra-driver';
import { kept } from '../measure/kept.js';
import { hostOf } from './host-of.js';
import type { Peer } from './peer.js';

interface HostMap {
  _items: ReadonlyMap<string, object>;
}
interface Plan {
  next(): { readonly value: unknown };
}

const { HostMap } = createRequire(__filename)('cassandra-driver/lib/host') as { HostMap: new () => HostMap };

/** The driver's own round-robin policy: a query plan, and its first host. Whether that host is up, the driver looks afterwards. */
export const cassandra: Peer = {
  name: 'cassandra-driver RoundRobinPolicy',
  tracksLiveness: false,
  create(instances) {
    const hosts = new HostMap();
    // All at once: each `set` would copy the map, which takes ten thousand hosts five seconds.
    hosts._items = new Map(
      Array.from({ length: instances }, (_, index) => [hostOf(index), { address: hostOf(index) }]),
    );
    const policy = new policies.loadBalancing.RoundRobinPolicy();
    policy.init(undefined as never, hosts as never, () => undefined);
    const take = (_problem: Error, plan: Plan): void => {
      kept.value = plan.next().value;
    };
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) policy.newQueryPlan('', undefined as never, take as never);
      },
    };
  },
};
