import { isCluster, pathOf } from './configuration-index.js';
import type { PlacedApplication } from './configuration-index.js';
import { subject, toApplication } from './object-references.js';
import type { Breach } from './rule.js';

/** One breach for each Application Cluster that a cluster holds. */
export function clustersWithin(cluster: PlacedApplication): readonly Breach[] {
  return cluster.connections
    .filter(({ to }) => isCluster(to))
    .map((reach) => {
      const inner = reach.to.object.name;
      return {
        path: pathOf(reach),
        message: `${subject(cluster)}: a cluster cannot hold the cluster "${inner}"; only one level is allowed`,
        objects: [toApplication(cluster), toApplication(reach.to)],
        remedy: `Connect the members of "${inner}" to "${cluster.object.name}" directly, in place of "${inner}".`,
      };
    });
}
