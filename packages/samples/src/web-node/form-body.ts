import { urlencoded } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { RefusedError } from './refused-error.js';

const largestBody = 256 * 1024;
const mostFields = 100;

/** Reads urlencoded and multipart forms into `request.body`. Files in a form are refused, not dropped. */
export function formBody(): readonly RequestHandler[] {
  const limits = { fieldSize: largestBody, fields: mostFields, parts: mostFields };
  const multipart = multer({ limits }).none();
  return [
    refuseOtherTypes,
    urlencoded({ extended: true, limit: largestBody, parameterLimit: mostFields }),
    (request, response, next) => {
      multipart(request, response, (error: unknown) => {
        next(error === undefined || error === null ? undefined : refusalOfMultipart(error));
      });
    },
    (request, _response, next) => {
      request.body ??= {};
      next();
    },
  ];
}

function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  if (!hasBody || request.is(['urlencoded', 'multipart']) !== false) {
    next();
    return;
  }
  const advice = 'Send application/x-www-form-urlencoded or multipart/form-data.';
  next(new RefusedError('UNSUPPORTED_CONTENT_TYPE', 'The content type of the request is not a form.', advice, 415));
}

function refusalOfMultipart(error: unknown): RefusedError {
  const code = error instanceof multer.MulterError ? error.code : undefined;
  switch (code) {
    case 'LIMIT_UNEXPECTED_FILE':
      return new RefusedError(
        'FILES_NOT_ACCEPTED',
        'The form contains a file; files are not accepted.',
        'Send the form without files.',
      );
    case 'LIMIT_FIELD_VALUE':
    case 'LIMIT_FIELD_COUNT':
    case 'LIMIT_PART_COUNT':
      return new RefusedError('PAYLOAD_TOO_LARGE', 'The form is too large.', 'Send fewer or shorter fields.', 413);
    default:
      return new RefusedError(
        'MALFORMED_REQUEST',
        'The multipart body cannot be read.',
        'Send a complete multipart/form-data body.',
      );
  }
}
