import { listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { Surroundings } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { JsonRpcServer } from '../json-rpc/json-rpc-server.js';
import type { InteractionDatabase } from './database-access-points/interaction-database.js';
import { jsonRpcMethods } from './interaction-methods.js';
import type { InteractionMethods } from './interaction-methods.js';
import { interactionRoutes } from './interaction-routes.js';
import type { InteractionRouting } from './routing/interaction-routing.js';
import { serverMethods } from './server-methods.js';

export interface InteractionDoorOptions {
  readonly surroundings: Pick<Surroundings, 'registration' | 'clock' | 'log' | 'isBackup'>;
  readonly serviceSecret: string;
  readonly database: Pick<InteractionDatabase, 'isSuperseded' | 'isUnconfirmed'>;
  readonly methods: InteractionMethods;
  readonly routing: Pick<InteractionRouting, 'methodsFor' | 'lost'>;
}

/** Where clients of an Interaction Server come in: HTTP and JSON-RPC over WebSocket, on its port `default`. */
export interface InteractionDoor {
  /** How many connections there are. */
  readonly clients: () => number;
  /** Ends every connection: the clients look for another server. */
  disconnectAll(): void;
  close(): Promise<void>;
}

export async function openInteractionDoor(options: InteractionDoorOptions): Promise<InteractionDoor> {
  const { serviceSecret, database, methods, routing } = options;
  const { registration, clock, log, isBackup } = options.surroundings;
  const jsonRpc = new JsonRpcServer({
    ...{ serviceSecret, clock, log, isServing: () => !isBackup() && !database.isSuperseded },
    methodsFor: (client) => ({
      ...jsonRpcMethods(methods),
      ...serverMethods(registration),
      ...routing.methodsFor(client),
    }),
    onClosed: (peer) => {
      routing.lost(peer);
    },
  });
  const { port, host } = addressOf(registration(), 'default');
  const application = serviceApplication(interactionRoutes(methods), {
    ...{ serviceSecret, log },
    isBackup: () => isBackup() && !database.isUnconfirmed,
  });
  const listening = await listen(application, port, host, {
    onUpgrade: (...upgrade) => {
      jsonRpc.accept(...upgrade);
    },
  });
  return {
    clients: () => jsonRpc.connections,
    disconnectAll() {
      jsonRpc.disconnectAll();
    },
    async close() {
      jsonRpc.close();
      await listening.close();
    },
  };
}
