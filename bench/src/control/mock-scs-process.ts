/** A control server of a large estate, in a process of its own. At every message of its parent it changes one status, and says when. */
import { startMockScs } from '@eservices-lb/mock-scs';
import { largeEstate, reachableCount, serverName } from './large-estate.js';

export interface Changed {
  readonly revision: number;
  /** Wall clock with fractions, ms: processes of one machine agree on it. */
  readonly at: number;
  readonly memoryBytes: number;
}

async function main(): Promise<void> {
  const configuration = largeEstate();
  const scs = await startMockScs({ configuration, heartbeatMs: 3000 });
  for (const { name } of configuration.applications) scs.simulated.startAtOnce(name);
  let changes = 0;
  process.on('message', () => {
    const server = serverName(changes % reachableCount);
    changes += 1;
    const at = performance.timeOrigin + performance.now();
    scs.world.report(server, scs.world.status(server).status === 'running' ? 'service-unavailable' : 'running');
    const changed: Changed = { revision: scs.world.version.revision, at, memoryBytes: process.memoryUsage.rss() };
    process.send?.(changed);
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ url: scs.url, token: scs.token });
}

void main();
