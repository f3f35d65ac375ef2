import { RequestError } from '../application-server/request-error.js';
import { agreedMediaType, endingOf } from '../files/file-types.js';
import { largestAttachments } from './email-request.js';
import type { SentFile } from './stored-email.js';

/** By the endings of their names, what may be attached to a mail. */
const accepted = new Set(['pdf', 'doc', 'txt', 'jpg', 'jpeg', 'png', 'gif', 'bmp', 'zip']);

/**
 * The files with the types that they really have.
 * @throws RequestError 400 FILES_TOO_LARGE, or FILE_TYPE where a file is of no accepted type or not what its name says
 */
export function checkedFiles(files: readonly SentFile[]): readonly SentFile[] {
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > largestAttachments) {
    throw new RequestError(400, 'FILES_TOO_LARGE', 'The files are larger than 10 MB together.', 'attachments');
  }
  return files.map((file) => {
    const type = accepted.has(endingOf(file.name)) ? agreedMediaType(file.name, file.type, file.bytes) : undefined;
    if (type !== undefined) return { ...file, type };
    const message = `The file "${file.name}" is of no accepted type, or is not what its name says.`;
    throw new RequestError(400, 'FILE_TYPE', message, 'attachments');
  });
}
