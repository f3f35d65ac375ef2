import { LoadBalancerError } from '@eservices-lb/sdk';
import { z } from 'zod';
import { RequestError } from '../../application-server/request-error.js';
import type { Call } from '../routing/routing-request.js';
import type { ServiceAnswer } from './service-answer.js';
import type { ServiceTarget } from './service-target.js';

/** Why an attempt did not succeed, and what may be done about it. */
export interface ServiceFailure {
  readonly error: RequestError;
  /** The instance that failed; none, where none could be selected. */
  readonly application?: string;
  /** Nothing was done, for certain. */
  readonly isUndone: boolean;
  /** It makes sense to ask again, and does no harm. */
  readonly mayGoOn: boolean;
}

/** These say that nothing was done, and that another instance may do it. */
const undone: ReadonlySet<string> = new Set(['NOT_ACCEPTING', 'NOT_PRIMARY', 'TENANT_NOT_SERVED']);
const neverConnected: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
]);

export interface Asked {
  readonly call: Call;
  readonly target: ServiceTarget;
}

/** The instance answered, and not with a result. */
export function failureOfAnswer(
  { status, application, refusal }: Extract<ServiceAnswer, { readonly refusal: object }>,
  asked: Asked,
): ServiceFailure {
  const { code, message } = refusal;
  const isUndone = undone.has(code);
  const isOfInstance = status < 300 || status >= 500;
  return {
    error: refusedBy(application, { ...asked, code, message }),
    ...{ application, isUndone, mayGoOn: isUndone || (asked.call.repeatable && isOfInstance) },
  };
}

const errorSchema = z.object({
  code: z.string().catch(''),
  message: z.string().catch(''),
  cause: z.object({ name: z.string() }).optional().catch(undefined),
});
type Reason = z.infer<typeof errorSchema>;

/** There was no answer. */
export function failureWithoutAnswer(error: unknown, application: string | undefined, { call }: Asked): ServiceFailure {
  const reason: Reason = errorSchema.safeParse(error).data ?? { code: '', message: String(error) };
  if (error instanceof LoadBalancerError) {
    const named = new RequestError(
      503,
      error.code,
      `"${call.service}" cannot do "${call.operation}": ${reason.message}`,
    );
    return { error: named, isUndone: true, mayGoOn: error.retryable };
  }
  const isUndone = neverConnected.has(reason.code);
  return {
    error: withoutAnswer(call, application ?? call.service, reason),
    ...(application !== undefined && { application }),
    // Where it may be repeated, the load balancer has asked the others already.
    ...{ isUndone, mayGoOn: isUndone },
  };
}

function withoutAnswer(call: Call, who: string, { code, message, cause }: Reason): RequestError {
  const of = `${who} does not do "${call.operation}" of "${call.service}"`;
  if (neverConnected.has(code)) return new RequestError(503, 'NOT_REACHED', `${of}: it cannot be reached (${code}).`);
  if (cause?.name === 'HTTPParserError') {
    const advice = 'on its port something speaks another protocol than HTTP; look at the port in its configuration';
    return new RequestError(502, 'WRONG_PROTOCOL', `${of}: ${advice}.`);
  }
  if (message.startsWith('maxContentLength'))
    return new RequestError(502, 'ANSWER_TOO_LONG', `${of}: its answer is longer than an answer may be.`);
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT')
    return new RequestError(504, 'TIMED_OUT', `${of}: there was no answer within ${call.timeoutMs} ms.`);
  return new RequestError(503, 'NO_ANSWER', `${of}: ${message.slice(0, 500)}`);
}

function refusedBy(
  application: string,
  { call, target, code, message }: Asked & { readonly code: string; readonly message: string },
): RequestError {
  const isMixed = code === 'UNKNOWN_OPERATION' && target.type === 'ThirdPartyServer' && target.cluster === undefined;
  const advice = isMixed
    ? ' Servers of different services are connected directly and cannot be told apart: make one Application Cluster for each service, and name it (IXN-6).'
    : '';
  return new RequestError(502, code, `${application} refuses "${call.operation}": ${message}${advice}`);
}
