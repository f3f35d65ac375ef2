import type { LoadBalancerError, LoadBalancerErrorCode } from '../errors/load-balancer-error.js';
import { TenantContradictsServiceError } from '../errors/tenant-contradicts-service-error.js';
import { invalidAliasMessage } from '../errors/invalid-alias-message.js';

/** What an outsider is told of an error: nothing of hosts, ports, names of applications or why each of them is not selectable. */
export interface Refusal {
  readonly status: 400 | 410 | 500 | 503;
  readonly code: LoadBalancerErrorCode | 'INTERNAL_ERROR';
  readonly message: string;
  /** What to send, or do, instead. */
  readonly advice: string;
  /** The same request may succeed later, so the answer says when to try. */
  readonly retryable: boolean;
}

const later = 'Try again in a moment.';

/** What to answer for an error of the Load-Balancing API. */
export function refusalOf(error: LoadBalancerError): Refusal {
  const { code } = error;
  switch (code) {
    case 'TENANT_REQUIRED':
      return badRequest(
        code,
        'The request names no tenant (rule MT-1).',
        'Send the parameter "tenant" with every request.',
      );
    case 'UNKNOWN_TENANT':
      return badRequest(code, 'There is no such tenant.', 'Send the name of a configured tenant.');
    case 'TENANT_NOT_SERVED':
      return badRequest(
        code,
        'This tenant is not served here (rule LB-8).',
        'Ask a Web API Server that lists the tenant.',
      );
    case 'TENANT_CONTRADICTS_SERVICE': {
      const tenant =
        error instanceof TenantContradictsServiceError ? `Send tenant=${error.tenantOfService}, or leave` : 'Leave';
      return badRequest(
        code,
        'The service belongs to another tenant.',
        `${tenant} the tenant out, or use another service.`,
      );
    }
    case 'UNKNOWN_SERVICE':
      return badRequest(code, 'There is no such service.', 'Use a configured service.');
    case 'AMBIGUOUS_PARAMETER':
      return badRequest(code, 'A parameter is sent more than once, or not as a text.', 'Send each parameter once.');
    case 'ALIAS_REQUIRED':
      return badRequest(
        code,
        'The request carries no alias.',
        'Send the alias of the first answer with every request.',
      );
    case 'ALIAS_INVALID':
    case 'ALIAS_TENANT_MISMATCH':
      return gone('ALIAS_INVALID', invalidAliasMessage);
    case 'INSTANCE_STOPPED':
    case 'INSTANCE_GONE':
      return gone(code, 'The server of this session is no longer there, and the session is lost with it.');
    case 'NO_INSTANCE':
    case 'ALL_DRAINING':
    case 'CONCURRENCY_LIMIT':
      return unavailable(code, 'No server takes new requests for this tenant at the moment.');
    case 'DIRECTORY_UNAVAILABLE':
    case 'CLOSED':
    case 'MALFORMED_MESSAGE':
      return unavailable(code, 'This node is not ready.');
    case 'UNKNOWN_SERVER_TYPE':
    case 'INVALID_OPTION':
    case 'PORT_NOT_CONFIGURED':
      return {
        status: 500,
        code: 'INTERNAL_ERROR',
        message: 'Something is wrong with this node.',
        advice: 'Ask its operator to look at the log.',
        retryable: false,
      };
  }
}

function badRequest(code: LoadBalancerErrorCode, message: string, advice: string): Refusal {
  return { status: 400, code, message, advice, retryable: false };
}

function gone(code: LoadBalancerErrorCode, message: string): Refusal {
  return { status: 410, code, message, advice: 'Begin again, without an alias.', retryable: false };
}

function unavailable(code: LoadBalancerErrorCode, message: string): Refusal {
  return { status: 503, code, message, advice: later, retryable: true };
}
