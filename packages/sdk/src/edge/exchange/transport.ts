import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Service } from '../../core/model/service.js';

/** One attempt to have a request answered by one instance. */
export interface Attempt {
  /** The answer, whatever its status. Rejects with an AxiosError, or with the reason of the abort. */
  readonly response: Promise<AxiosResponse>;
  /** What stands as `request` on errors. */
  readonly request: unknown;
  /** Nothing of the request has reached the instance. */
  readonly isUnsent: boolean;
  /** The instance has begun to answer. */
  readonly isAnswering: boolean;
  /** Whether the attempt failed on a connection that had served before (R16). */
  wasReused(error: unknown): boolean;
  abort(reason: Error): void;
}

/** A request that is ready to be sent, as often as need be. */
export interface PreparedRequest {
  /** Its body can be sent twice. */
  readonly isReplayable: boolean;
  attempt(service: Service): Attempt;
}

/** What carries requests: undici, or axios's own adapter. */
export interface Transport {
  /** @throws AxiosError when the request cannot be sent at all */
  prepare(config: InternalAxiosRequestConfig): PreparedRequest;
}
