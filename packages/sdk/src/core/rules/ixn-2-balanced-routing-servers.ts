import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { interactionServers } from './interaction-servers.js';
import { subject, toApplication } from './object-references.js';
import { optionOf } from './option-of.js';
import type { Breach, Rule } from './rule.js';

const routingServer = 'UniversalRoutingServer';
const reservation = 'agent_reservation';

export const ixn2: Rule = {
  id: 'IXN-2',
  severity: 'error',
  title: 'Balancing several Universal Routing Servers takes four settings',
  reason:
    'Interaction Server gives the interactions at a strategy to each routing server in turn that has it loaded. For that each must be connected to it, both sides must reserve agents so that no two routing servers pick the same one, and the strategy must have been activated on each.',
  remedy:
    'On each routing server: a connection to Interaction Server, and the option default/agent_reservation = true. On the annex of Interaction Server: a section for each routing server with agent_reservation = true. At activation: choose every routing server.',
  *check({ index }) {
    for (const server of interactionServers(index)) {
      if (index.isLinkedBackup(server)) continue;
      const participants = participantsOf(server, index);
      if (participants.length < 2) continue;
      for (const participant of participants) yield* missingSettings(participant, server, index);
    }
  },
};

/** Every routing server that any of the settings says is to be balanced by this Interaction Server. */
function participantsOf(server: PlacedApplication, index: ConfigurationIndex): readonly PlacedApplication[] {
  const { tenants, annex } = server.object;
  const shared = new Set(
    tenants
      .flatMap((tenant) => index.strategiesOf(tenant))
      .flatMap(({ object }) => (object.servers.length > 1 ? object.servers : [])),
  );
  const connected = index.reachedBy(server).filter(({ object }) => object.type === routingServer);
  const meant = tenants
    .flatMap((tenant) => index.ofTypeAndTenant(routingServer, tenant))
    .filter(({ object: { name, options } }) => {
      return shared.has(name) || Object.hasOwn(annex, name) || optionOf(options, 'default', reservation) === 'true';
    });
  return [...new Set([...connected, ...meant])].filter((candidate) => !index.isLinkedBackup(candidate));
}

const isConnected = (from: PlacedApplication, to: PlacedApplication, index: ConfigurationIndex): boolean =>
  index.reachOf(from).some((reach) => reach.to === to);

function* missingSettings(
  participant: PlacedApplication,
  server: PlacedApplication,
  index: ConfigurationIndex,
): Iterable<Breach> {
  const { name, options } = participant.object;
  const balanced = `the routing servers of "${server.object.name}" are not balanced`;
  const objects = [toApplication(participant), toApplication(server)] as const;
  if (!isConnected(participant, server, index)) {
    yield {
      path: ['applications', participant.at, 'connections'],
      message: `${subject(participant)}: it has no connection to "${server.object.name}", so ${balanced}`,
      objects,
      remedy: `Connect "${name}" to "${server.object.name}".`,
    };
  }
  if (optionOf(options, 'default', reservation) !== 'true') {
    yield {
      path: ['applications', participant.at, 'options', 'default', reservation],
      message: `${subject(participant)}: its option default/${reservation} is not true, so ${balanced}`,
      objects,
      remedy: `Set the option default/${reservation} of "${name}" to true.`,
    };
  }
  if (optionOf(server.object.annex, name, reservation) !== 'true') {
    yield {
      path: ['applications', server.at, 'annex', name, reservation],
      message: `${subject(server)}: its annex does not say ${reservation} = true for "${name}", so its routing servers are not balanced`,
      objects: [toApplication(server), toApplication(participant)],
      remedy: `Set ${name}/${reservation} on the annex of "${server.object.name}" to true.`,
    };
  }
  yield* notActivated(participant, server, index);
}

/** Only a warning: it gets no interactions, and the others do. */
function* notActivated(
  participant: PlacedApplication,
  server: PlacedApplication,
  index: ConfigurationIndex,
): Iterable<Breach> {
  const { name } = participant.object;
  const strategies = server.object.tenants.flatMap((tenant) => index.strategiesOf(tenant));
  const [first] = strategies;
  if (first === undefined || strategies.some(({ object }) => object.servers.includes(name))) return;
  yield {
    severity: 'warning',
    path: ['strategies', first.at, 'servers'],
    message: `${subject(participant)}: no strategy was activated on it, so it gets no interactions from "${server.object.name}"`,
    objects: [
      toApplication(participant),
      ...strategies.map(({ object }) => ({ kind: 'strategy', name: object.name }) as const),
    ],
    remedy: `Activate the strategies on "${name}" too: choose every routing server when a strategy is activated.`,
  };
}
