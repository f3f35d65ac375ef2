import { numberIn, recordIn, sumOf, textIn } from '../work/reading.js';

/** Beyond so many direct clients performance trouble is to be expected (PX-2). */
export const manyClients = 10_000;

const serverOf = {
  InteractionServerProxy: 'InteractionServer',
  UniversalContactServerProxy: 'UniversalContactServer',
};

/** The servers that clients connect to, each with its proxies and with how many clients come directly (PX-1). */
export function proxiesByServer({ estate, byApplication }) {
  const groups = new Map();
  const groupOf = (server) => {
    if (!groups.has(server)) groups.set(server, { server, proxies: [] });
    return groups.get(server);
  };
  const applications = estate.all('application');
  for (const { name, type } of applications)
    if (Object.values(serverOf).includes(type) && connectionsOf(name, { estate, byApplication }) > 0) groupOf(name);
  const backups = new Set(applications.map(({ backup }) => backup));
  for (const application of applications) {
    if (!(application.type in serverOf)) continue;
    const work = byApplication.get(application.name)?.work;
    if (work === undefined && backups.has(application.name)) continue;
    const proxy = proxyOf(application, recordIn(work), { estate, isShown: work !== undefined });
    groupOf(proxy.server).proxies.push(proxy);
  }
  return [...groups.values()].map((group) => withTotals(group, { estate, byApplication }));
}

function proxyOf({ name, type, ...application }, work, { estate, isShown }) {
  const upstream = recordIn(work.upstream);
  const { connections } = primaryOf(name, estate) ?? application;
  const configured = connections.map(({ application }) => application);
  const server = configured.find((each) => estate.get('application', each)?.type === serverOf[type]);
  return {
    ...{ name, isShown, isConnected: upstream.isConnected === true, isWaiting: estate.status(name).mode === 'backup' },
    server: textIn(upstream.application) ?? server ?? '',
    clients: numberIn(work.clients),
    requests: numberIn(work.requests),
    waiting: numberIn(work.waiting),
  };
}

/** A linked backup takes the connections of its primary (LB-14). */
const primaryOf = (name, estate) => estate.all('application').find(({ backup }) => backup === name);

/** How many connections a server has: as it shows, else its load. */
function connectionsOf(name, { estate, byApplication }) {
  return numberIn(recordIn(byApplication.get(name)?.work).clients) ?? numberIn(estate.status(name).load);
}

function withTotals({ server, proxies }, known) {
  const connections = connectionsOf(server, known);
  const connected = proxies.filter(({ isConnected }) => isConnected).length;
  const direct = connections === undefined ? undefined : Math.max(0, connections - connected);
  return {
    ...{ server, proxies, connections, direct, connected },
    isTooMany: (direct ?? 0) > manyClients,
    behind: sumOf(proxies.map(({ clients }) => clients)),
  };
}
