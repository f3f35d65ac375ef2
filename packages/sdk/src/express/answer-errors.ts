import { checkOption } from '../errors/check-option.js';
import { LoadBalancerError } from '../errors/load-balancer-error.js';
import type { FrameworkRequest, FrameworkResponse, Next } from './framework.js';
import { refusalOf } from './refusal.js';
import type { Refusal } from './refusal.js';

export interface AnswerErrorsOptions {
  /** How long `Retry-After` asks to wait where trying again may help, whole seconds. @defaultValue 1 */
  readonly retryAfterSeconds?: number;
  /** Hears of every error that is answered here, with all that the answer does not say; for the log. */
  readonly onRefusal?: (error: LoadBalancerError, request: FrameworkRequest) => void;
  /** Writes the body in another form, a page say. Status and headers are set already. @defaultValue JSON: `{ error: { code, message, advice } }` */
  readonly send?: (refusal: Refusal, request: FrameworkRequest, response: FrameworkResponse) => void;
}

/** An error handler of Express, and of what is built like it. */
export type ErrorMiddleware = (
  error: unknown,
  request: FrameworkRequest,
  response: FrameworkResponse,
  next: Next,
) => void;

/**
 * Error handler that answers what the Load-Balancing API refuses: 400 for what the sender can mend, 410 where a session is lost, 503 with
 * Retry-After where waiting helps, 500 for mistakes of configuration. Every other error, and one after the answer began, goes on to `next`.
 * @throws InvalidOptionError
 */
export function answerErrors(options: AnswerErrorsOptions = {}): ErrorMiddleware {
  const { retryAfterSeconds = 1, onRefusal, send = sendJson } = options;
  const isWhole = Number.isInteger(retryAfterSeconds) && retryAfterSeconds >= 0;
  checkOption(isWhole, 'retryAfterSeconds', 'a whole number of seconds', retryAfterSeconds);
  return (error, request, response, next) => {
    if (!(error instanceof LoadBalancerError) || response.headersSent) {
      next(error);
      return;
    }
    onRefusal?.(error, request);
    const refusal = refusalOf(error);
    response.statusCode = refusal.status;
    response.setHeader('cache-control', 'no-store');
    if (refusal.retryable) response.setHeader('retry-after', String(retryAfterSeconds));
    send(refusal, request, response);
  };
}

function sendJson({ code, message, advice }: Refusal, _request: FrameworkRequest, response: FrameworkResponse): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ error: { code, message, advice } }));
}
