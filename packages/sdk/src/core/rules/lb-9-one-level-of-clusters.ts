import { clustersWithin } from './clusters-within.js';
import { isInteractionServer } from './interaction-servers.js';
import type { Rule } from './rule.js';

/** Clusters that only Interaction Servers use are a matter of IXN-7. */
export const lb9: Rule = {
  id: 'LB-9',
  severity: 'error',
  title: 'Application Clusters have one level',
  reason:
    'A cluster is transparent: connections through it count as direct ones. That holds for one level, so what is behind a cluster within a cluster is not reached.',
  remedy: 'Connect the members of the inner cluster to the outer one directly.',
  *check({ index }) {
    for (const cluster of index.ofType('ApplicationCluster')) {
      const clients = cluster.clients;
      const isForInteractionServersOnly =
        clients.length > 0 && clients.every((client) => isInteractionServer(client, index));
      if (!isForInteractionServersOnly) yield* clustersWithin(cluster);
    }
  },
};
