import { numberIn, recordsIn, textIn } from '../work/reading.js';
import { fromServing } from './interaction-servers.js';

/** Who does something for strategies (IXN-4). */
const types = new Set([
  ...['ClassificationServer', 'EmailServer', 'SMSServer', 'SocialMessagingServer', 'ChatServer', 'ThirdPartyServer'],
]);
const cluster = 'ApplicationCluster';

/**
 * The services that Interaction Servers ask, by the name that strategies use: a cluster, or a type of servers that are connected directly.
 * Each with its instances, those of the configuration that were never asked included.
 */
export function externalServices({ servers, estate }) {
  const services = configured(servers, estate);
  for (const { service, instances } of fromServing(servers, (work) => recordsIn(work.services))) {
    const name = textIn(service) ?? 'a service without a name';
    if (!services.has(name)) services.set(name, { name, isCluster: false, instances: new Map() });
    for (const { application, requests, failures } of recordsIn(instances))
      count(services.get(name).instances, textIn(application) ?? '', { requests, failures });
  }
  return [...services.values()].map((each) => ({ ...each, instances: [...each.instances.values()] }));
}

function count(instances, application, { requests, failures }) {
  const before = instances.get(application) ?? { application };
  instances.set(application, {
    application,
    requests: (before.requests ?? 0) + (numberIn(requests) ?? 0),
    failures: (before.failures ?? 0) + (numberIn(failures) ?? 0),
  });
}

function configured(servers, estate) {
  const services = new Map();
  const add = (name, isCluster, application) => {
    if (!services.has(name)) services.set(name, { name, isCluster, instances: new Map() });
    services.get(name).instances.set(application, { application });
  };
  for (const { application } of servers.flatMap((server) => server.application.connections)) {
    const target = estate.get('application', application);
    if (types.has(target?.type)) add(target.type, false, application);
    if (target?.type !== cluster) continue;
    for (const member of target.connections)
      if (types.has(estate.get('application', member.application)?.type)) add(application, true, member.application);
  }
  return services;
}
