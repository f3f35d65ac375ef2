// Where the types of the guide stand, from those whom customers speak to on the left to the databases on the right.
const tiers = {
  WebAPIServer: 10,
  ChatServer: 20,
  EmailServer: 20,
  CallbackServer: 20,
  CoBrowsingServer: 20,
  SMSServer: 20,
  SocialMessagingServer: 20,
  StatServer: 30,
  CapturePoint: 20,
  InteractionServer: 30,
  InteractionServerProxy: 30,
  UniversalRoutingServer: 30,
  UniversalContactServerProxy: 30,
  TServer: 30,
  DatabaseAccessPoint: 50,
  DBServer: 60,
  ConfigurationServer: 60,
  SolutionControlServer: 60,
};
export const front = 0;
const other = 40;
/** With as many columns, clusters get none of their own. */
const manyColumns = 6;

/** The tier of every application, by name. A cluster stands before its members; what only connects, and is no server of the guide, is in front. */
export function tiersOf(applications) {
  const served = new Set(applications.flatMap(({ connections }) => connections.map(({ application }) => application)));
  const tierOf = ({ name, type, connections }) => {
    if (type in tiers) return tiers[type];
    return connections.length > 0 && !served.has(name) ? front : other;
  };
  const tierOfMembers = (connections) =>
    Math.min(other, ...connections.map(({ application }) => result.get(application) ?? other));
  const result = new Map(applications.map((each) => [each.name, tierOf(each)]));
  const clusters = applications.filter(({ type }) => type === 'ApplicationCluster');
  const servers = applications.filter(({ type }) => type !== 'ApplicationCluster');
  const isNarrow = new Set(servers.map(({ name }) => result.get(name))).size >= manyColumns;
  for (const { name, connections } of clusters) {
    result.set(name, tierOfMembers(connections) - (isNarrow ? 10 : 5));
  }
  return result;
}
