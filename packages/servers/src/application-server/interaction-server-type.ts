import type { Registration } from '@eservices-lb/mock-scs/lca';
import { RequestError } from './request-error.js';

/** Both application types of Interaction Server (MT-6). */
export const interactionServerTypes: readonly string[] = ['InteractionServer', 'TServer'];

/**
 * The application type of the Interaction Server that this application is connected to.
 * @throws RequestError where there is no Interaction Server among the Connections (IXN-2)
 */
export function interactionServerType({ connections, application }: Registration): string {
  const found = connections.find(({ type }) => interactionServerTypes.includes(type));
  if (found !== undefined) return found.type;
  throw new RequestError(
    500,
    'CONNECTION_MISSING',
    `${application.name} has no connection to an Interaction Server: add one to its Connections (IXN-2).`,
  );
}
