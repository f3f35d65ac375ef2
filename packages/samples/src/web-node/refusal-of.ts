import { LoadBalancerError } from '@eservices-lb/sdk';
import { refusalOf as refusalForOutsiders } from '@eservices-lb/sdk/express';
import { RefusedError } from './refused-error.js';
import { ServerFailedError } from './servers/server-failed-error.js';

const later = 'Try again in a moment.';
const askTheOperator = 'Ask the operator to look at the log of this web node.';

/** What to tell whoever sent the request; an error that nobody foresaw becomes an INTERNAL_ERROR without details. */
export function refusalOf(error: unknown): RefusedError {
  if (error instanceof RefusedError) return error;
  if (error instanceof ServerFailedError) return new RefusedError('SERVER_UNREACHABLE', error.message, later, 503);
  if (error instanceof LoadBalancerError) return refusalOfLoadBalancer(error);
  return refusalOfBody(error) ?? new RefusedError('INTERNAL_ERROR', 'Something went wrong here.', askTheOperator, 500);
}

function refusalOfLoadBalancer(error: LoadBalancerError): RefusedError {
  const { code } = error;
  const { message, advice } = refusalForOutsiders(error);
  switch (code) {
    case 'TENANT_REQUIRED':
      return new RefusedError('TENANT_MISSING', message, advice);
    case 'UNKNOWN_TENANT':
    case 'TENANT_NOT_SERVED':
    case 'TENANT_CONTRADICTS_SERVICE':
    case 'UNKNOWN_SERVICE':
      return new RefusedError(code, message, advice);
    case 'AMBIGUOUS_PARAMETER':
      return new RefusedError('MALFORMED_REQUEST', message, advice);
    case 'ALIAS_REQUIRED':
      return new RefusedError('ALIAS_MISSING', message, advice);
    case 'ALIAS_INVALID':
    case 'ALIAS_TENANT_MISMATCH':
      return new RefusedError('ALIAS_INVALID', 'The alias is not one that this estate gave.', 'Start the chat again.');
    case 'INSTANCE_STOPPED':
    case 'INSTANCE_GONE':
      return new RefusedError(
        'CHAT_LOST',
        'The server of this chat has stopped, and the chat with it.',
        'Start the chat again.',
      );
    case 'NO_INSTANCE':
    case 'ALL_DRAINING':
    case 'CONCURRENCY_LIMIT':
    case 'UNKNOWN_SERVER_TYPE':
    case 'PORT_NOT_CONFIGURED':
      return new RefusedError(
        'NOBODY_SELECTABLE',
        'No server takes new requests for this tenant at the moment.',
        later,
        503,
      );
    case 'DIRECTORY_UNAVAILABLE':
    case 'CLOSED':
      return new RefusedError('SERVER_UNREACHABLE', 'This web node is not ready.', later, 503);
    case 'INVALID_OPTION':
    case 'MALFORMED_MESSAGE':
      return new RefusedError('INTERNAL_ERROR', 'Something went wrong here.', askTheOperator, 500);
  }
}

/** Errors of Express and its body parsers carry the status to answer with. */
function refusalOfBody(error: unknown): RefusedError | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  switch (error.status) {
    case 413:
      return new RefusedError('PAYLOAD_TOO_LARGE', 'The body of the request is too large.', 'Send less.', 413);
    case 415:
      return new RefusedError(
        'UNSUPPORTED_CONTENT_TYPE',
        'The body of the request has an unknown encoding.',
        'Send UTF-8.',
        415,
      );
    default:
      return typeof error.status === 'number' && error.status >= 400 && error.status < 500
        ? new RefusedError('MALFORMED_REQUEST', 'The request cannot be read.', 'Correct the request and send it again.')
        : undefined;
  }
}
