import type { Request } from 'express';
import multer from 'multer';

/**
 * However many fields, files and parts a multipart form has: it is no longer as a whole. Whoever reads the form hears of it as of a field or
 * file that is too long. Call it right before the form is read.
 */
export function endBeyond(
  request: Request,
  mostBytes: number,
  what: 'LIMIT_FIELD_VALUE' | 'LIMIT_FILE_SIZE' = 'LIMIT_FIELD_VALUE',
): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    const before = bytes;
    bytes += chunk.length;
    if (before <= mostBytes && bytes > mostBytes) request.emit('error', new multer.MulterError(what));
  });
}
