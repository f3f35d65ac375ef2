import { clustersWithin } from './clusters-within.js';
import { isInteractionServer } from './interaction-servers.js';
import type { Rule } from './rule.js';

export const ixn7: Rule = {
  id: 'IXN-7',
  severity: 'error',
  title: 'Interaction Server knows one level of Application Clusters',
  reason:
    'Interaction Server looks into the clusters that it is connected to, and no deeper, so the servers of a cluster within a cluster get no requests.',
  remedy: 'Connect the servers of the inner cluster to the outer one directly.',
  *check({ index }) {
    for (const cluster of index.ofType('ApplicationCluster')) {
      const isForInteractionServer = cluster.clients.some((client) => isInteractionServer(client, index));
      if (isForInteractionServer) yield* clustersWithin(cluster);
    }
  },
};
