import type { Clock } from '@eservices-lb/sdk';
import type { LocalControlAgentLinks } from '../lca-server/local-control-agent-links.js';
import type { World } from '../control/world.js';

export interface UnlinkedOptions {
  readonly world: World;
  readonly links: Pick<LocalControlAgentLinks, 'isLinked'>;
  readonly clock: Clock;
  /** How long the applications have to link themselves to this control server, ms. */
  readonly graceMs: number;
}

/** After a takeover: applications keep their status while they link themselves anew; who has not done so when the grace is over, is stopped. */
export function reportUnlinked({ world, links, clock, graceMs }: UnlinkedOptions): () => void {
  const expected = world.configuration.applications
    .filter(({ simulated, type }) => !simulated && type !== 'ApplicationCluster')
    .map(({ name }) => name)
    .filter((name) => world.heard(name).status !== 'stopped');
  return clock.after(graceMs, () => {
    for (const name of expected) {
      if (world.has('application', name) && !links.isLinked(name)) world.report(name, 'stopped');
    }
  });
}
