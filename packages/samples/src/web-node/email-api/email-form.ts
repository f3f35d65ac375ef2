import { urlencoded } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { endBeyond } from '../end-beyond.js';
import { bodyInTime } from '../body-in-time.js';
import { atMostAtOnce } from '../chat-api/at-most-at-once.js';
import { safeFileName } from '../chat-api/safe-file-name.js';
import { RefusedError } from '../refused-error.js';
import type { AttachedFile } from '../servers/email-server-client.js';

const largestBody = 256 * 1024;
const mostFields = 100;
const mostFiles = 10;
/** All together, bytes. */
const largestFiles = 10 * 1024 * 1024;
/** Beside the files and fields themselves, bytes. */
const roomForParts = 64 * 1024;
const mostAtOnce = 24;
const limitMs = 30_000;

/** Reads urlencoded and multipart forms into `request.body`, and files, under the name `files`, into memory. */
export function emailForm(): readonly RequestHandler[] {
  const limits = {
    ...{ fieldSize: largestBody, fields: mostFields, parts: mostFields + mostFiles, fieldNameSize: 255 },
    ...{ files: mostFiles, fileSize: largestFiles },
  };
  const storage = multer.memoryStorage();
  const multipart = multer({ storage, limits, defParamCharset: 'utf8' }).array('files', mostFiles);
  const readUrlencoded: RequestHandler = urlencoded({ extended: true, limit: largestBody, parameterLimit: mostFields });
  const read: RequestHandler = (request, response, next) => {
    if (typeof request.is('multipart') !== 'string') {
      void readUrlencoded(request, response, next);
      return;
    }
    endBeyond(request, largestBody + largestFiles + roomForParts, 'LIMIT_FILE_SIZE');
    void multipart(request, response, (error: unknown) => {
      next(error === undefined || error === null ? undefined : refusalOfMultipart(error));
    });
  };
  return [
    refuseOtherTypes,
    atMostAtOnce(mostAtOnce),
    bodyInTime(limitMs, read),
    (request, _response, next) => {
      request.body ??= {};
      next();
    },
  ];
}

/**
 * The files of a form, under names without anything that hides what they are.
 * @throws RefusedError 202 where they are too large together
 */
export function attachedFiles({ files }: Request): readonly AttachedFile[] {
  const all = Array.isArray(files) ? files : [];
  if (all.reduce((sum, { size }) => sum + size, 0) > largestFiles) throw tooLarge();
  return all.map(({ originalname, mimetype, buffer }) => ({
    ...{ name: safeFileName(originalname), type: mimetype, bytes: buffer },
  }));
}

const tooMany = (): RefusedError =>
  new RefusedError('TOO_MANY_FILES', `More than ${mostFiles} files came.`, `Send ${mostFiles} files at most.`);

const tooLarge = (): RefusedError =>
  new RefusedError('FILE_TOO_LARGE', 'The files are larger than 10 MB together.', 'Send smaller files.');

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
    case 'LIMIT_FILE_SIZE':
      return tooLarge();
    case 'LIMIT_FILE_COUNT':
      return tooMany();
    case 'LIMIT_UNEXPECTED_FILE':
      return error instanceof multer.MulterError && error.field !== 'files'
        ? new RefusedError(
            'FILES_NOT_ACCEPTED',
            'The form contains a file under a name that is not "files".',
            'Send files as parts named "files".',
          )
        : tooMany();
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
