import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { Departures } from './departures.js';
import type { Member, ReachableServer } from './reachable-server.js';

/** The URLs of everything that may still be asked for: what is within reach, and what departed a moment ago. */
export function addressesOf(
  reachable: ReadonlyMap<number, ReachableServer>,
  departures: Departures,
): ReadonlySet<string> {
  const urls = new Set<string>();
  const add = (member: Member | undefined): void => {
    if (member !== undefined && !(member.endpoint instanceof LoadBalancerError)) urls.add(member.endpoint.url);
  };
  const servers = [...reachable.values(), ...[...departures.servers.values()].map(({ server }) => server)];
  for (const server of servers) {
    add(server);
    add(server.backup);
  }
  return urls;
}
