const reservation = 'agent_reservation';

/** Sections of options or of an annex. */
type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const reservesAgents = (sections: Sections, section: string): boolean =>
  Object.hasOwn(sections, section) && sections[section]?.[reservation] === 'true';

export interface RoutingServerSettings {
  readonly routingServer: string;
  readonly interactionServer: string;
  /** It has a connection to Interaction Server in its configuration. */
  readonly isConnected: boolean;
  /** Option `default/agent_reservation` of the routing server is `true`. */
  readonly onRoutingServer: boolean;
  /** The annex of Interaction Server says so for this routing server. */
  readonly onInteractionServer: boolean;
  /** A strategy was activated on it; nobody knows of one that is not there. */
  readonly hasStrategies?: boolean;
}

/** Which of the four settings that balancing takes are missing, each by application and option (IXN-2). */
export function missingSettings(settings: RoutingServerSettings): readonly string[] {
  const { routingServer, interactionServer, isConnected, onRoutingServer, onInteractionServer } = settings;
  const { hasStrategies = true } = settings;
  return [
    ...(isConnected ? [] : [`Connect "${routingServer}" to "${interactionServer}" (IXN-2).`]),
    ...(onRoutingServer ? [] : [`Set the option default/${reservation} of "${routingServer}" to true (IXN-2).`]),
    ...(onInteractionServer
      ? []
      : [`Set ${routingServer}/${reservation} on the annex of "${interactionServer}" to true (IXN-2).`]),
    ...(hasStrategies ? [] : [`Activate a strategy on "${routingServer}" that is in its workflow file (IXN-2).`]),
  ];
}
