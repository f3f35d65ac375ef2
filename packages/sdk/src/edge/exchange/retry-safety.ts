import { AxiosError, isCancel } from 'axios';
import type { Outcome } from '../../core/failure-memory.js';
import { LoadBalancerError } from '../../errors/load-balancer-error.js';

/** Methods that may be carried out twice (RFC 9110, 9.2.2), in capitals. */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'QUERY']);

export const isIdempotent = (method: string): boolean => idempotent.has(method);

/** What an answer says of the instance (N3). */
export function outcomeOfStatus(status: number): Outcome {
  if (status >= 500) return 'failure';
  return status >= 400 ? 'refused' : 'success';
}

const faultsOfCaller: ReadonlySet<string | undefined> = new Set([
  ...[
    AxiosError.ERR_BAD_REQUEST,
    AxiosError.ERR_BAD_OPTION,
    AxiosError.ERR_BAD_OPTION_VALUE,
    AxiosError.ERR_INVALID_URL,
  ],
  ...[AxiosError.ERR_CANCELED, 'UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'],
  ...['UND_ERR_ABORTED', 'ABORT_ERR'],
]);

/** How axios words the breach of `maxContentLength`, whose code it shares with answers that are broken. */
const tooLong = 'maxContentLength size of ';

/** The request itself was at fault, or whoever made it changed their mind: no other instance would do better, and none is to blame. */
export function isFaultOfCaller(error: unknown): boolean {
  if (isCancel(error) || error instanceof LoadBalancerError) return true;
  const { name, message, code } = error as Partial<NodeJS.ErrnoException>;
  return name === 'AbortError' || message?.startsWith(tooLong) === true || faultsOfCaller.has(code);
}
