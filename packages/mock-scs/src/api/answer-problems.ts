import type { Clock } from '@eservices-lb/sdk';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { answerUnread, bodyTooLarge } from '../access/body-limit.js';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import { ConfigurationRefusedError } from '../control/configuration-refused-error.js';
import { NotDurableError } from '../control/not-durable-error.js';
import { UnknownObjectError } from '../control/unknown-object-error.js';
import { NotPrimaryError } from '../pair/not-primary-error.js';
import { Problem } from './problem.js';

export const noSuchRoute: RequestHandler = (request) => {
  throw new Problem(404, 'NO_SUCH_ROUTE', `There is no ${request.method} ${request.path} here; see /docs.`);
};

/** Answers every error in one form. Only what is our own fault is logged. A body that was not read is not waited for. */
export function answerProblems(log: Logger, clock: Clock): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500 && !(error instanceof Problem) && !(error instanceof NotDurableError))
      log.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const { code, message, details } = problem;
    const body = { error: { code, message, ...details } };
    response.status(problem.status);
    if (problem.status === 413) answerUnread(request, response, { body, clock });
    else response.set(request.complete ? {} : { Connection: 'close' }).json(body);
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnknownObjectError) return new Problem(404, unknownCode(error.kind), error.message);
  if (error instanceof ImpossibleActionError) return new Problem(409, 'IMPOSSIBLE_NOW', error.message);
  if (error instanceof ConfigurationRefusedError) {
    return new Problem(422, 'CONFIGURATION_REFUSED', error.message, { findings: error.findings });
  }
  if (error instanceof NotDurableError && error.cause instanceof NotPrimaryError)
    return new Problem(503, 'NOT_PRIMARY', error.cause.message);
  if (error instanceof NotDurableError) return new Problem(503, 'NOT_DURABLE', error.message);
  return bodyProblem(error) ?? new Problem(500, 'INTERNAL', 'The control server failed at this; its log says more.');
}

/** What Express and its body parser throw for requests that cannot be read. */
function bodyProblem(error: unknown): Problem | undefined {
  const { status, type, limit } = error as {
    readonly status?: unknown;
    readonly type?: unknown;
    readonly limit?: unknown;
  };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  if (type === 'entity.parse.failed') return new Problem(400, 'MALFORMED_JSON', 'The body is not well-formed JSON.');
  if (status === 413) return bodyTooLarge(Number(limit));
  if (status === 415) return new Problem(415, 'UNSUPPORTED_ENCODING', 'Send the body as JSON in UTF-8.');
  return new Problem(status, 'BAD_REQUEST', 'The request cannot be understood; check its path and its headers.');
}

/** `UNKNOWN_TRAINING_JOB` */
const unknownCode = (kind: string): string => `UNKNOWN_${kind.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
