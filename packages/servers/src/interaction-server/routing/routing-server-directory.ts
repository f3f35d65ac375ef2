import type { ConfigurationReader } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { missingSettings, reservesAgents } from './missing-settings.js';

const routingServerType = 'UniversalRoutingServer';

export interface RoutingServerDirectoryOptions {
  readonly configuration: Pick<ConfigurationReader, 'application' | 'applications'>;
  /** Our own application, as it is configured at this moment. */
  readonly application: () => Application;
}

/** A routing server that ought to be connected, and what to do about it. */
export interface AbsentRoutingServer {
  readonly application: string;
  readonly missing: readonly string[];
  /** Nothing but the routing server itself is missing. */
  readonly isAwaited: boolean;
}

/** What the configuration says of the routing servers of an Interaction Server, and what it lacks (IXN-2). */
export class RoutingServerDirectory {
  readonly #options: RoutingServerDirectoryOptions;

  constructor(options: RoutingServerDirectoryOptions) {
    this.#options = options;
  }

  dbidOf(routingServer: string): number {
    return this.#options.configuration.application(routingServer)?.dbid ?? 0;
  }

  /** Says whether it is a routing server with a connection to us. */
  isConnected(routingServer: string): boolean {
    const found = this.#options.configuration.application(routingServer);
    if (found?.type !== routingServerType) return false;
    const { name, backupOf } = this.#own();
    const configuredBy = this.#primaryOf(found) ?? found;
    return this.#targetsOf(configuredBy).some((target) => target === name || target === backupOf?.name);
  }

  /** What is missing of a routing server that is there, as it says itself. */
  missingOf(
    routingServer: string,
    said: { readonly agentReservation: boolean; readonly hasStrategies: boolean },
  ): readonly string[] {
    return missingSettings({
      ...{ routingServer, interactionServer: this.#interactionServer(), hasStrategies: said.hasStrategies },
      ...{ isConnected: true, onRoutingServer: said.agentReservation },
      onInteractionServer: this.#reservesAgentsFor(routingServer),
    });
  }

  /** The routing servers that the configuration means for us and that are not there. */
  absent(connected: ReadonlySet<string>): readonly AbsentRoutingServer[] {
    return [...this.#meant()]
      .filter((name) => !connected.has(name))
      .sort()
      .map((application) => this.#absent(application));
  }

  #absent(application: string): AbsentRoutingServer {
    const found = this.#options.configuration.application(application);
    const interactionServer = this.#interactionServer();
    if (found?.type !== routingServerType) {
      const missing = `Section "${application}" on the annex of "${interactionServer}" names no routing server: correct it.`;
      return { application, missing: [missing], isAwaited: false };
    }
    const isConnected = this.isConnected(application);
    const missing = missingSettings({
      ...{ routingServer: application, interactionServer, isConnected },
      onRoutingServer: reservesAgents(found.options, 'default'),
      onInteractionServer: this.#reservesAgentsFor(application),
    });
    const toStart = isConnected ? [`"${application}" is not connected at the moment: start it.`] : [];
    return { application, missing: [...toStart, ...missing], isAwaited: missing.length === 0 };
  }

  /** Those that the annex names, and those of our tenants that are connected with us or ask for agent reservation. */
  #meant(): ReadonlySet<string> {
    const { configuration, application } = this.#options;
    const { tenants } = application();
    const named = Object.keys(this.#annex()).filter((section) => 'agent_reservation' in (this.#annex()[section] ?? {}));
    const candidates = configuration
      .applications({ type: routingServerType })
      .filter((one) => one.tenants.some((tenant) => tenants.includes(tenant)) && this.#primaryOf(one) === undefined)
      .filter((one) => this.isConnected(one.name) || reservesAgents(one.options, 'default'))
      .map(({ name }) => name);
    return new Set([...named, ...candidates]);
  }

  /** A backup's own, and for the rest its primary's. */
  #annex(): Application['annex'] {
    const { annex, backupOf } = this.#own();
    return { ...backupOf?.annex, ...annex };
  }

  #reservesAgentsFor(routingServer: string): boolean {
    const found = this.#options.configuration.application(routingServer);
    const primary = found === undefined ? undefined : this.#primaryOf(found)?.name;
    const annex = this.#annex();
    return reservesAgents(annex, routingServer) || (primary !== undefined && reservesAgents(annex, primary));
  }

  /** Settings are to be made on the primary of a pair. */
  #interactionServer(): string {
    const { name, backupOf } = this.#own();
    return backupOf?.name ?? name;
  }

  #own(): { readonly name: string; readonly annex: Application['annex']; readonly backupOf: Application | undefined } {
    const application = this.#options.application();
    return { name: application.name, annex: application.annex, backupOf: this.#primaryOf(application) };
  }

  #primaryOf({ name }: Application): Application | undefined {
    return this.#options.configuration.applications().find(({ backup }) => backup === name);
  }

  /** Directly, or through an Application Cluster (LB-2). */
  #targetsOf({ connections }: Application): readonly string[] {
    return connections.flatMap(({ application: name }) => {
      const target = this.#options.configuration.application(name);
      if (target?.type !== 'ApplicationCluster') return [name];
      return target.state === 'enabled' ? target.connections.map(({ application }) => application) : [];
    });
  }
}
