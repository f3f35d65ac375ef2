import { environmentVariable } from '@eservices-lb/mock-scs/lca';
import type { StartServer } from '../application-server/application-server.js';
import { ownLoadBalancer } from '../application-server/own-load-balancer.js';
import { reporting } from '../application-server/reporting.js';
import { captureSchema } from './capture-points/intake/capture-schema.js';
import { InteractionDatabase } from './database-access-points/interaction-database.js';
import { openInteractionDoor } from './interaction-door.js';
import { interactionSchema } from './interaction-schema.js';
import { interactionWork } from './interaction-work.js';
import { shownWork } from './shown-work.js';

/**
 * Starts an Interaction Server on its port `default`, for HTTP and for JSON-RPC over WebSocket, with its database and the application servers
 * that it asks among its Connections. Option `file` of section `workflow` names its workflow. While it is a backup it serves nobody and
 * routes nothing (BK-4).
 */
export const startInteractionServer: StartServer = async (surroundings) => {
  const { registration, isBackup } = surroundings;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const database: InteractionDatabase = new InteractionDatabase({
    ...{ ...surroundings, schema: [...interactionSchema, ...captureSchema] },
    onReady: () => {
      reconciliation.start();
      routing.start();
      capturePoints.start();
    },
    onSuperseded: () => {
      cease();
    },
  });
  const loadBalancer = await ownLoadBalancer(surroundings);
  const work = interactionWork({ surroundings, serviceSecret, database, loadBalancer });
  const { workflow, routing, capturePoints, reconciliation } = work;
  await workflow.follow();
  const door = await openInteractionDoor({ surroundings, serviceSecret, database, methods: work.methods, routing });
  const cease = (): void => {
    void capturePoints.stop();
    routing.stop();
    door.disconnectAll();
    void reconciliation.stop();
  };
  await database.open();
  // Every connection counts: the few of proxies, routing and media servers are nothing beside ten thousand desktops (PX-2).
  const stopReporting = reporting(() => ({ load: door.clients(), sessions: work.submitted() }), surroundings);
  return {
    whenIdle: () => Promise.resolve(),
    becomePrimary() {
      database.becomePrimary();
    },
    becomeBackup() {
      cease();
      database.becomeBackup();
    },
    confirmDatabase() {
      database.confirm();
    },
    configurationChanged() {
      database.configurationChanged();
      routing.rearrange();
      void workflow.look();
      void capturePoints.follow();
    },
    shownWork: () => shownWork({ ...work, registration, isBackup, database, clients: door.clients }),
    async close() {
      stopReporting();
      workflow.close();
      await capturePoints.close();
      routing.stop();
      await door.close();
      await reconciliation.stop();
      await loadBalancer.close();
      database.close();
    },
  };
};
