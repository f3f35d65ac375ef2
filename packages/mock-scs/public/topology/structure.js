import { front, tiersOf } from './tiers.js';

const byName = new Intl.Collator('en', { numeric: true });
let last = {};

/**
 * The applications in groups, of one type or on one host, and the connections between them. Made anew only when the configuration has changed.
 */
export function structureOf(estate, by) {
  if (last.estate === estate && last.count === estate.configurationCount && last.by === by) return last.structure;
  const applications = estate.all('application');
  const structure = {
    groups: by === 'host' ? groupsByHost(applications, estate) : groupsByType(applications, estate),
    primaryOf: new Map(
      applications.filter(({ backup }) => backup !== undefined).map(({ name, backup }) => [backup, name]),
    ),
    connections: applications.flatMap(({ name, connections }) =>
      connections.map(({ application }) => [name, application]),
    ),
  };
  last = { estate, count: estate.configurationCount, by, structure };
  return structure;
}

function groupsByType(applications, estate) {
  const tiers = tiersOf(applications);
  const groups = grouped(applications, ({ name, type }) => ({
    key: `${tiers.get(name)} ${type}`,
    title: titleOf(type),
    tier: tiers.get(name),
  }));
  const inOrder = groups.sort((a, b) => a.tier - b.tier || byName.compare(a.title, b.title));
  const isFront = ({ tier }) => tier === front;
  return [...inOrder.filter(isFront), ...surroundings(estate), ...inOrder.filter((group) => !isFront(group))];
}

const titleOf = (type) => (type === 'ApplicationCluster' ? 'Application Clusters' : type);

/** Tenants and hosts stand to the left of all. */
function surroundings(estate) {
  const list = (kind, title, tier) => ({ key: title, title, tier, kind, members: sorted(estate.all(kind)) });
  return [list('tenant', 'Tenants', front), list('host', 'Hosts', front)].filter(({ members }) => members.length > 0);
}

function groupsByHost(applications, estate) {
  const groups = grouped(applications, ({ host }) => ({
    key: `host ${host ?? ''}`,
    title: host ?? 'On no host',
    ...(host !== undefined && { host }),
  }));
  const empty = estate.all('host').filter(({ name }) => !groups.some(({ host }) => host === name));
  const all = [
    ...groups,
    ...empty.map(({ name }) => ({ key: `host ${name}`, title: name, host: name, kind: 'application', members: [] })),
  ];
  return all.sort(
    (a, b) => Number(a.host !== undefined) - Number(b.host !== undefined) || byName.compare(a.title, b.title),
  );
}

function grouped(applications, describe) {
  const groups = new Map();
  for (const application of applications) {
    const group = describe(application);
    if (!groups.has(group.key)) groups.set(group.key, { ...group, kind: 'application', members: [] });
    groups.get(group.key).members.push(application);
  }
  for (const group of groups.values()) group.members = withBackups(sorted(group.members));
  return [...groups.values()];
}

const sorted = (objects) => [...objects].sort((a, b) => byName.compare(a.name, b.name));

/** Each backup right after its primary, where both are in the group. */
function withBackups(members) {
  const names = new Set(members.map(({ name }) => name));
  const backups = new Set(members.map(({ backup }) => backup).filter((backup) => names.has(backup)));
  const found = new Map(members.map((each) => [each.name, each]));
  return members
    .filter(({ name }) => !backups.has(name))
    .flatMap((each) => (backups.has(each.backup) ? [each, found.get(each.backup)] : [each]));
}
