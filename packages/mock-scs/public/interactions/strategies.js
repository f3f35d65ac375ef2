import { numberIn, recordIn, recordsIn, sumOf, textIn, textsIn } from '../work/reading.js';
import { fromServing } from './interaction-servers.js';

const byName = new Intl.Collator('en', { numeric: true });

/** The strategies of the estate and its routing servers, and for each two of them whether it is loaded there, activated only, or neither (IXN-1, IXN-2). */
export function strategiesAndServers({ servers, estate, byApplication }) {
  const routing = routingServers({ servers, estate, byApplication });
  const rows = new Map();
  for (const { name, tenant, servers: activated, state } of estate.all('strategy'))
    rows.set(keyOf(tenant, name), { name, tenant, activated: new Set(activated), state });
  for (const { strategies } of routing)
    for (const { name, tenant } of strategies)
      if (!rows.has(keyOf(tenant, name))) rows.set(keyOf(tenant, name), { name, tenant, activated: new Set() });
  const waiting = waitingBy(servers);
  const inOrder = [...rows.values()].sort(
    (a, b) => byName.compare(a.tenant, b.tenant) || byName.compare(a.name, b.name),
  );
  return {
    routing,
    strategies: inOrder.map((row) => ({
      ...row,
      waiting: waiting.get(keyOf(row.tenant, row.name)),
      placeOn: (server) => placeOf(row, server),
    })),
  };
}

function placeOf({ name, tenant, activated }, server) {
  const loaded = server.strategies.filter((each) => each.name === name && each.tenant === tenant);
  if (loaded.length > 0) return { place: 'loaded', submitted: sumOf(loaded.map(({ submitted }) => submitted)) };
  return { place: activated.has(server.name) ? 'activated' : 'none' };
}

/** Those of the configuration, and those that an Interaction Server has a connection from. */
function routingServers({ servers, estate, byApplication }) {
  const seen = new Map();
  for (const each of fromServing(servers, (work) => recordsIn(work.routingServers))) {
    const name = textIn(each.application);
    if (name !== undefined) seen.set(name, [...(seen.get(name) ?? []), each]);
  }
  const configured = estate.all('application').filter(({ type }) => type === 'UniversalRoutingServer');
  const names = new Set([...configured.map(({ name }) => name), ...seen.keys()]);
  return [...names].sort(byName.compare).map((name) => {
    const own = recordIn(byApplication.get(name)?.work);
    const connections = seen.get(name) ?? [];
    return {
      name,
      isConnected: connections.some(({ isConnected }) => isConnected !== false),
      isParticipant: connections.every(({ isParticipant }) => isParticipant !== false),
      isTaking: connections.every(({ isTaking }) => isTaking !== false),
      strategies: [
        ...strategiesIn(own.strategies).map(({ name: strategy, tenant }) => ({ name: strategy, tenant })),
        ...connections.flatMap((each) => strategiesIn(each.strategies)),
      ],
      missing: [...new Set([own, ...connections].flatMap(({ missing }) => textsIn(missing)))],
      problem: textIn(recordIn(own.workflow).problem),
      pending: sumOf(connections.map((each) => each.pending)) ?? numberIn(own.pending),
      resubmitted: sumOf(connections.map((each) => each.resubmitted)),
    };
  });
}

const strategiesIn = (value) =>
  recordsIn(value)
    .map(({ name, tenant, submitted }) => ({ name: textIn(name), tenant: textIn(tenant) ?? '', submitted }))
    .filter(({ name }) => name !== undefined);

function waitingBy(servers) {
  const waiting = new Map();
  for (const each of fromServing(servers, (work) => recordsIn(work.unrouted))) {
    const key = keyOf(textIn(each.tenant) ?? '', textIn(each.strategy) ?? '');
    waiting.set(key, (waiting.get(key) ?? 0) + (numberIn(each.waiting) ?? 0));
  }
  return waiting;
}

/** The same name may be that of a strategy of another tenant, too. */
const keyOf = (tenant, name) => JSON.stringify([tenant, name]);
