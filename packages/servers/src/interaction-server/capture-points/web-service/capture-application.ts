import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express';
import helmet from 'helmet';
import { RequestError } from '../../../application-server/request-error.js';
import { jsonErrors, onlyWith } from '../../../application-server/service-application.js';
import type { CapturePointSurroundings } from '../kind-of-capture-point.js';
import { readCapture } from '../formats/read-capture.js';
import type { CaptureFormat } from '../formats/read-capture.js';
import { digestOf } from '../intake/captured-input.js';
import type { CapturedInput } from '../intake/captured-input.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';

export interface CaptureApplicationOptions extends Pick<CapturePointSurroundings, 'intake' | 'tally' | 'log'> {
  readonly path: string;
  readonly secret: string;
  readonly mostRequests: number;
  readonly longestBytes: number;
}

/** Takes interactions by `POST`, in JSON or XML, and answers when they are stored. */
export function captureApplication(options: CaptureApplicationOptions): Express {
  const { path, secret, mostRequests, longestBytes, log } = options;
  const application = express();
  application.disable('x-powered-by');
  application.use(helmet());
  application.use(onlyWith(secret, 'Send the secret of this Capture Point as bearer token.'));
  application.use(atMost(mostRequests));
  application.post(path, express.raw({ limit: longestBytes, type: () => true }), (request, response, next) => {
    capture(request, options).then(({ status, body }) => response.status(status).json(body), next);
  });
  application.use((request) => {
    throw new RequestError(
      404,
      'UNKNOWN_ROUTE',
      `There is nothing at ${request.method} ${request.path}: POST to ${path}.`,
    );
  });
  application.use(setAside(options));
  application.use(jsonErrors(log));
  return application;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function capture(request: Request, { intake, tally }: CaptureApplicationOptions): Promise<Answer> {
  const { submission, isNew } = await intake.take(inputOf(request));
  tally.addCaptured();
  const { interactionId, tenant, media } = submission;
  return { status: isNew ? 201 : 200, body: { interactionId, tenant, media, isNew } };
}

/** The caller's own key tells a repeated request from a new one; without it, the same body is the same input. */
function inputOf(request: Request): CapturedInput {
  const format = formatOf(request);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const digest = digestOf(bytes);
  const key = request.get('idempotency-key');
  const content = (): ReturnType<typeof readCapture> => readCapture(bytes, format);
  if (key === undefined) return { identity: `body ${digest}`, digest, content };
  if (key.length > 0 && key.length <= 255) return { identity: `key ${key}`, digest, content };
  throw new RequestError(400, 'INVALID_FIELD', 'Idempotency-Key: 1 to 255 characters are expected.', 'idempotency-key');
}

function formatOf(request: Request): CaptureFormat {
  if (request.is(['application/json', 'application/*+json']) !== false) return 'json';
  if (request.is(['application/xml', 'text/xml', 'application/*+xml']) !== false) return 'xml';
  const message = 'Send the interaction as application/json or application/xml.';
  throw new RequestError(415, 'UNSUPPORTED_CONTENT_TYPE', message);
}

/** Each may hold a whole body in memory. */
function atMost(most: number): RequestHandler {
  let current = 0;
  return (_request, response, next) => {
    if (current >= most) {
      response.set('retry-after', '1');
      throw new RequestError(503, 'TOO_MANY_REQUESTS', 'There are too many requests at the moment: try again.');
    }
    current += 1;
    response.once('close', () => (current -= 1));
    next();
  };
}

/** The caller has the input; to set it aside is to tell why it is not taken. */
const setAside =
  ({ tally, log }: CaptureApplicationOptions): ErrorRequestHandler =>
  (error: unknown, _request, _response, next) => {
    if (!(error instanceof UnusableCaptureError)) {
      next(error);
      return;
    }
    tally.addSetAside();
    log.warn({ code: error.code, field: error.field, reason: error.message }, 'a request is refused');
    next(new RequestError(422, error.code, error.message, error.field));
  };
