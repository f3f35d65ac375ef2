import type { LoadBalancer } from '@eservices-lb/sdk';
import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { Surroundings } from '../application-server/application-server.js';
import { interactionServerType } from '../application-server/interaction-server-type.js';
import { ownLoadBalancer } from '../application-server/own-load-balancer.js';
import { serviceApplication } from '../application-server/service-application.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Database } from '../database/connect-to-database.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { longestExternalServiceRequest as longestBody } from '../external-service/external-service-routes.js';
import type { ExternalServiceOptions } from '../external-service/external-service-routes.js';
import { Upstream } from '../json-rpc/upstream.js';
import { InteractionSubmitter } from './interaction-submitter.js';
import { mediaServerDoor } from './media-server-door.js';
import type { MediaServerDoor } from './media-server-door.js';
import { nameInPair } from './name-in-pair.js';
import { SetAsideStore } from './set-aside-store.js';

/** What a media server stands on: its database, its Interaction Server, and the port on which strategies ask it (IXN-5). */
export interface MediaServer {
  /** Those that the process was started with (MT-4). */
  readonly tenants: readonly string[];
  readonly serviceSecret: string;
  readonly pool: Database['pool'];
  readonly askDatabase: AskDatabase;
  readonly configuration: LoadBalancer['configuration'];
  readonly submitter: InteractionSubmitter;
  readonly setAside: SetAsideStore;
  /** What it and its warm standby partner have in common. */
  readonly name: () => string;
  /** From now on strategies can ask, on port `default`. */
  serve(operations: ExternalServiceOptions['operations']): Promise<void>;
  /** Resolves when nothing that strategies asked for is under way. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
}

/** @param statements what makes its tables */
export async function startMediaServer(
  surroundings: Surroundings,
  statements: readonly string[],
): Promise<MediaServer> {
  const { registration, clock, random, log, isAccepting, isBackup, reportAbility } = surroundings;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const { tenants } = registration().application;
  const type = interactionServerType(registration());
  const tables = { statements, clock, log, onChange: reportAbility };
  const { database, askDatabase } = await databaseWithTables(registration(), tables);
  const loadBalancer = await ownLoadBalancer(surroundings);
  const { configuration } = loadBalancer;
  const name = (): string => nameInPair(registration().application, configuration.applications());
  const setAside = new SetAsideStore(database.pool, name);
  const interactionServer = { loadBalancer, type, tenant: tenants[0] ?? '', serviceSecret };
  const upstream = new Upstream({ ...interactionServer, methods: {}, clock, random, log });
  let listening: { close(): Promise<void> } | undefined;
  let door: MediaServerDoor | undefined;
  return {
    ...{ tenants, serviceSecret, pool: database.pool, askDatabase, configuration, setAside, name },
    submitter: new InteractionSubmitter({ upstream, clock, random, log }),
    async serve(operations) {
      door = mediaServerDoor({ operations, tenants: () => tenants, isAccepting, setAside, askDatabase });
      const { port, host } = addressOf(registration(), 'default');
      listening = await listen(
        serviceApplication(door.routes, { serviceSecret, isBackup, longestBody, log }),
        port,
        host,
      );
    },
    whenIdle: () => door?.whenIdle() ?? Promise.resolve(),
    async close() {
      await listening?.close();
      upstream.close();
      await loadBalancer.close();
      await database.close();
    },
  };
}
