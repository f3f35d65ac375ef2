import { ClusterConnectionPool, HttpConnection, WeightedConnectionPool } from '@elastic/transport';
import { kept } from '../measure/kept.js';
import { hostOf } from './host-of.js';
import type { Peer } from './peer.js';

type ElasticPool = typeof ClusterConnectionPool | typeof WeightedConnectionPool;

const elastic = (name: string, Pool: ElasticPool): Peer => ({
  name,
  tracksLiveness: true,
  create(instances) {
    const pool = new Pool({ Connection: HttpConnection });
    pool.update(
      Array.from({ length: instances }, (_, index) => new HttpConnection({ url: new URL(`http://${hostOf(index)}`) })),
    );
    const connections = [...pool.connections];
    const request = { now: 0, requestId: 1, name: 'bench', context: null };
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) kept.value = pool.getConnection(request);
      },
      change(instance, isUp) {
        const connection = connections[instance];
        if (connection === undefined) return;
        if (isUp) pool.markAlive(connection);
        else pool.markDead(connection);
        kept.value = pool.getConnection(request);
      },
      close: () => pool.empty(),
    };
  },
});

export const elasticCluster = elastic('elastic ClusterPool', ClusterConnectionPool);
export const elasticWeighted = elastic('elastic WeightedPool', WeightedConnectionPool);
