import type { KeptWorkflow } from '../workflow/kept-workflow.js';
import { associatedSwitches } from './associated-switches.js';
import type { CapturePoints } from './capture-points/capture-points.js';
import type { InteractionDatabase } from './database-access-points/interaction-database.js';
import type { ExternalServices } from './external-services/external-services.js';
import type { InteractionStore } from './interaction-store.js';
import type { InteractionRouting } from './routing/interaction-routing.js';
import { shownQueues } from './shown-queues.js';
import type { Registration } from '@eservices-lb/mock-scs/lca';

/** What operators see of an Interaction Server is put together from these. */
export interface PartsOfInteractionServer {
  readonly registration: () => Registration;
  readonly isBackup: () => boolean;
  readonly store: Pick<InteractionStore, 'queueLengths'>;
  readonly database: Pick<InteractionDatabase, 'shown' | 'isWorking'>;
  readonly routing: Pick<InteractionRouting, 'shown'>;
  readonly externalServices: Pick<ExternalServices, 'counts'>;
  readonly workflow: Pick<KeptWorkflow, 'current' | 'shown'>;
  readonly capturePoints: Pick<CapturePoints, 'shown'>;
  readonly clients: () => number;
}

const mostServices = 30;

/** What operators see of an Interaction Server. A backup has no queues to show: they are its primary's. */
export async function shownWork(
  parts: PartsOfInteractionServer,
): Promise<Record<string, unknown> & { readonly kind: string }> {
  const { registration, isBackup, store, database, routing, externalServices, workflow, capturePoints, clients } =
    parts;
  const { tenants } = registration().application;
  const isPrimary = !isBackup() && database.isWorking;
  const lengths = isBackup() ? [] : await store.queueLengths(tenants).catch(() => undefined);
  return {
    kind: 'interaction-server',
    // A database that does not answer is no empty queue.
    ...(lengths !== undefined && { queues: shownQueues(lengths, workflow.current, tenants) }),
    ...routing.shown(),
    services: externalServices.counts().slice(0, mostServices),
    capturePoints: capturePoints.shown(),
    ...database.shown(),
    workflow: workflow.shown(),
    ...{ clients: clients(), isPrimary, switches: associatedSwitches(registration()) },
  };
}
