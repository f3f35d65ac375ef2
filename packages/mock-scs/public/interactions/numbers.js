import { everyNumber, intervalsIn, isWithin, piecesOf } from './number-intervals.js';

let last = {};

/**
 * The source numbers of each tenant: which SMS Server takes them, which are to be served, which two take and which nobody (SMS-2). Made anew only
 * when the configuration has changed.
 */
export function numbersByTenant(estate) {
  if (last.estate !== estate || last.count !== estate.configurationCount)
    last = { estate, count: estate.configurationCount, numbers: numbersOf(estate) };
  return last.numbers;
}

function numbersOf(estate) {
  const tenants = new Map();
  const of = (tenant) => {
    if (!tenants.has(tenant)) tenants.set(tenant, { tenant, servers: [], served: [] });
    return tenants.get(tenant);
  };
  const linked = new Set(estate.all('application').map(({ backup }) => backup));
  for (const { name, type, tenants: own, options, annex } of estate.all('application')) {
    const list = options?.channel?.numbers;
    if (type === 'SMSServer' && !linked.has(name))
      for (const tenant of own)
        of(tenant).servers.push({
          name,
          isAll: list === undefined,
          intervals: list === undefined ? [everyNumber] : intervalsIn(list),
        });
    if (type === 'InteractionServer')
      for (const [tenant, served] of Object.entries(annex?.['sms-numbers'] ?? {}))
        of(tenant).served.push(...intervalsIn(served));
  }
  return [...tenants.values()].map(withPieces);
}

function withPieces({ tenant, servers, served }) {
  const pieces = piecesOf([...served, ...servers.flatMap(({ intervals }) => intervals)]).map((piece) => {
    const takers = servers.filter(({ intervals }) => intervals.some((each) => isWithin(piece, each)));
    const isServed = served.some((each) => isWithin(piece, each));
    return { ...piece, takers: takers.map(({ name }) => name), isServed, isGap: isServed && takers.length === 0 };
  });
  return { tenant, servers, hasServed: served.length > 0, pieces };
}
