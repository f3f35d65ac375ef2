import { InstanceGoneError } from '../../errors/instance-gone-error.js';
import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { Application } from '../../wire/application.js';
import { hostOf } from './endpoint.js';
import type { DepartedServer } from './departures.js';
import type { Member, ReachableServer } from './reachable-server.js';

type Departed = ReadonlyMap<number, DepartedServer>;

export interface AddressParts {
  readonly applications: Iterable<Application>;
  /** Of the hosts, by name. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** An address that another application has now is nobody's who departed: their aliases must not lead to its new owner (F24, R27). */
export function withoutTakenAddresses(departed: Departed, parts: AddressParts): Departed {
  if (departed.size === 0) return departed;
  const owners = ownersOf(placesOf(departed), parts);
  const member = <T extends Member>(known: T): T => {
    const { application, endpoint } = known;
    if (endpoint instanceof LoadBalancerError) return known;
    const isTaken = [...(owners.get(placeOf(endpoint.host, endpoint.port)) ?? [])].some(
      (dbid) => dbid !== application.dbid,
    );
    return isTaken ? { ...known, endpoint: new InstanceGoneError(application.dbid) } : known;
  };
  return new Map(
    [...departed].map(([dbid, { server, since }]) => {
      const backup = server.backup && member(server.backup);
      return [dbid, { since, server: { ...member<ReachableServer>(server), backup } }];
    }),
  );
}

const placeOf = (host: string, port: number): string => `${host} ${port}`;

function placesOf(departed: Departed): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { server } of departed.values())
    for (const { endpoint } of [server, ...(server.backup ? [server.backup] : [])])
      if (!(endpoint instanceof LoadBalancerError)) places.add(placeOf(endpoint.host, endpoint.port));
  return places;
}

/** Who listens at these places, by DBID. An Application Cluster listens nowhere (LB-9). */
function ownersOf(
  places: ReadonlySet<string>,
  { applications, addresses }: AddressParts,
): ReadonlyMap<string, ReadonlySet<number>> {
  const owners = new Map<string, Set<number>>();
  for (const application of applications) {
    if (application.type === 'ApplicationCluster') continue;
    const host = hostOf(application, addresses);
    for (const { port } of application.ports) {
      const place = placeOf(host, port);
      if (places.has(place)) owners.set(place, (owners.get(place) ?? new Set()).add(application.dbid));
    }
  }
  return owners;
}
