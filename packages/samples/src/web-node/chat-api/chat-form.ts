import { urlencoded } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { bodyInTime } from '../body-in-time.js';
import { RefusedError } from '../refused-error.js';
import { endBeyond } from '../end-beyond.js';
import { atMostAtOnce } from './at-most-at-once.js';

const largestForm = 256 * 1024;
const largestField = 32 * 1024;
const mostFields = 100;
const mostFilesAtOnce = 24;
const formLimitMs = 10_000;
const fileLimitMs = 30_000;

export interface ChatForm {
  /** The largest file that a form may contain, bytes; without it, forms contain no file. */
  readonly largestFile?: () => number;
}

/**
 * Reads urlencoded and multipart forms into `request.body`, one name and one value each, and `userData[key]` into an object `userData`. A file,
 * under the name `file`, is held in memory, as `request.file`.
 */
export function chatForm({ largestFile }: ChatForm = {}): readonly RequestHandler[] {
  const readUrlencoded: RequestHandler = urlencoded({
    extended: false,
    limit: largestForm,
    parameterLimit: mostFields,
  });
  const limits = { fieldSize: largestField, fields: mostFields, parts: mostFields, fieldNameSize: 255 };
  const readFields = multer({ limits }).none();
  const readMultipart: RequestHandler = (request, response, next) => {
    endBeyond(request, largestForm + (largestFile?.() ?? 0));
    if (largestFile === undefined) {
      readFields(request, response, next);
      return;
    }
    const withFile = { ...limits, files: 1, parts: mostFields + 1, fileSize: largestFile() };
    const reader = multer({ storage: multer.memoryStorage(), limits: withFile, defParamCharset: 'utf8' });
    reader.single('file')(request, response, next);
  };
  return [
    refuseOtherTypes,
    ...(largestFile === undefined ? [] : [atMostAtOnce(mostFilesAtOnce)]),
    bodyInTime(largestFile === undefined ? formLimitMs : fileLimitMs, (request, response, next) => {
      if (typeof request.is('multipart') !== 'string') readUrlencoded(request, response, next);
      else readMultipart(request, response, (error: unknown) => next(isNothing(error) ? undefined : refusalOf(error)));
    }),
    (request, _response, next) => {
      request.body = parametersOf((request.body ?? {}) as object);
      next();
    },
  ];
}

const isNothing = (error: unknown): boolean => error === undefined || error === null;

function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const type = request.is(['urlencoded', 'multipart']);
  const isEmpty = request.get('transfer-encoding') === undefined && Number(request.get('content-length') ?? 0) === 0;
  if (type !== false || isEmpty) {
    next();
    return;
  }
  const advice = 'Send application/x-www-form-urlencoded or multipart/form-data.';
  next(new RefusedError('UNSUPPORTED_CONTENT_TYPE', 'The content type of the request is not a form.', advice, 415));
}

/** A form has no order and no depth: user data is the only thing with members, and they are text. */
function parametersOf(form: object): Readonly<Record<string, unknown>> {
  const parameters = new Map<string, unknown>();
  const userData = new Map<string, unknown>();
  for (const [name, value] of Object.entries(form) as [string, unknown][]) {
    if (name === 'userData' && typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value) as [string, unknown][]) userData.set(key, one);
      continue;
    }
    const key = /^userData\[([^[\]]*)\]$/.exec(name)?.[1];
    if (key !== undefined) userData.set(key, value);
    else if (/[[\]]/.test(name)) throw malformed(name);
    else parameters.set(name, value);
  }
  if (userData.size > 0) parameters.set('userData', Object.fromEntries(userData));
  return Object.fromEntries(parameters);
}

const malformed = (name: string): RefusedError =>
  new RefusedError(
    'MALFORMED_REQUEST',
    `The parameter "${name}" has members; only userData has.`,
    'Send parameters by their names, and user data as userData[key].',
  );

function refusalOf(error: unknown): RefusedError {
  const code = error instanceof multer.MulterError ? error.code : undefined;
  switch (code) {
    case 'LIMIT_FILE_SIZE':
      return new RefusedError('FILE_TOO_LARGE', 'The file is too large.', 'Send a smaller file.');
    case 'LIMIT_FILE_COUNT':
      return new RefusedError('TOO_MANY_FILES', 'The form contains more than one file.', 'Send one file at a time.');
    case 'LIMIT_UNEXPECTED_FILE':
      return new RefusedError(
        'FILES_NOT_ACCEPTED',
        'The form contains a file where none is accepted.',
        'Send files to the path "file", as the part "file".',
      );
    case 'LIMIT_FIELD_VALUE':
    case 'LIMIT_FIELD_COUNT':
    case 'LIMIT_PART_COUNT':
    case 'LIMIT_FIELD_KEY':
      return new RefusedError('PAYLOAD_TOO_LARGE', 'The form is too large.', 'Send fewer or shorter fields.', 413);
    default:
      return new RefusedError(
        'MALFORMED_REQUEST',
        'The multipart body cannot be read.',
        'Send a complete multipart/form-data body.',
      );
  }
}
