export type LoadBalancerErrorCode =
  | 'TENANT_REQUIRED'
  | 'UNKNOWN_TENANT'
  | 'TENANT_NOT_SERVED'
  | 'TENANT_CONTRADICTS_SERVICE'
  | 'UNKNOWN_SERVICE'
  | 'AMBIGUOUS_PARAMETER'
  | 'ALIAS_REQUIRED'
  | 'UNKNOWN_SERVER_TYPE'
  | 'NO_INSTANCE'
  | 'ALL_DRAINING'
  | 'CONCURRENCY_LIMIT'
  | 'ALIAS_INVALID'
  | 'ALIAS_TENANT_MISMATCH'
  | 'INSTANCE_STOPPED'
  | 'INSTANCE_GONE'
  | 'DIRECTORY_UNAVAILABLE'
  | 'INVALID_OPTION'
  | 'MALFORMED_MESSAGE'
  | 'PORT_NOT_CONFIGURED'
  | 'CLOSED';

/** What every refusal of the Load-Balancing API is. Switch on `code`. */
export abstract class LoadBalancerError extends Error {
  abstract readonly code: LoadBalancerErrorCode;
  /** The same call may succeed later without anything changed by the caller. */
  abstract readonly retryable: boolean;
}
