import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { isCluster } from './configuration-index.js';
import { subject, toApplication } from './object-references.js';
import type { Breach } from './rule.js';

/** One breach for each Application Cluster that a cluster holds. */
export function clustersWithin(cluster: PlacedApplication, index: ConfigurationIndex): readonly Breach[] {
  return index
    .directReachOf(cluster)
    .filter(({ to }) => isCluster(to))
    .map(({ to, path }) => ({
      path,
      message: `${subject(cluster)}: a cluster cannot hold the cluster "${to.object.name}"; only one level is allowed`,
      objects: [toApplication(cluster), toApplication(to)],
      remedy: `Connect the members of "${to.object.name}" to "${cluster.object.name}" directly, in place of "${to.object.name}".`,
    }));
}
