import type { Service } from '@eservices-lb/sdk';
import { LoadBalancerError } from '@eservices-lb/sdk';
import { ServerFailedError } from './server-failed-error.js';

/** No new attempt is begun after this, so that the whole stays well below the three seconds that clients wait. */
const lastAttemptMs = 1_400;

export interface Attempts<T> {
  /** Selects a server other than those that failed already. */
  readonly select: (exclude: readonly string[]) => Service;
  readonly send: (service: Service) => Promise<T>;
  /** The request may be made again where it is not known whether it was carried out. */
  readonly isRepeatable: boolean;
}

/** Asks one server after the other until one takes the request, never the same one twice; in the end the first failure counts. */
export async function firstThatTakes<T>({
  select,
  send,
  isRepeatable,
}: Attempts<T>): Promise<{ service: Service; answer: T }> {
  const isLate = AbortSignal.timeout(lastAttemptMs);
  const failed: string[] = [];
  let first: ServerFailedError | undefined;
  for (;;) {
    const service = selectAnother(() => select(failed), first);
    try {
      return { service, answer: await send(service) };
    } catch (error) {
      if (!(error instanceof ServerFailedError)) throw error;
      first ??= error;
      if (isLate.aborted || (error.mayHaveDoneIt && !isRepeatable)) throw first;
      failed.push(service.application);
    }
  }
}

function selectAnother(select: () => Service, failure: ServerFailedError | undefined): Service {
  try {
    return select();
  } catch (error) {
    throw failure !== undefined && error instanceof LoadBalancerError ? failure : error;
  }
}
