import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import { ClaimLostError } from '../claim-lost-error.js';
import type { CaptureContent } from '../formats/capture-content.js';
import { readCapture } from '../formats/read-capture.js';
import type { CaptureFormat } from '../formats/read-capture.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';
import { plainName } from './raw-name.js';
import type { RawName } from './raw-name.js';

/** A file in the work folder; `claimId~name` is what it is called there. */
export interface ClaimedFile {
  /** Made at the claim, never used before: the same name may come again tomorrow, as another input. */
  readonly claimId: string;
  readonly fileName: string;
}

const claimedName = /^([0-9a-f]{32})~.+$/;

/** @param number counts the claims of this process: those claimed first are first by name, too */
export function newClaim(name: RawName, wallClock: number, number: number): ClaimedFile {
  const time = Math.max(0, Math.floor(wallClock)).toString(16).padStart(12, '0').slice(-12);
  const count = (number % 0x1_0000).toString(16).padStart(4, '0');
  const claimId = `${time}${count}${randomBytes(8).toString('hex')}`;
  return { claimId, fileName: `${claimId}~${plainName(name)}` };
}

/** A file of the work folder; nothing where nobody has claimed it. */
export function claimOf(fileName: string): ClaimedFile | undefined {
  const claimId = claimedName.exec(fileName)?.[1];
  return claimId === undefined ? undefined : { claimId, fileName };
}

const formats: ReadonlyMap<string, CaptureFormat> = new Map([
  ['.json', 'json'],
  ['.xml', 'xml'],
]);

/**
 * Reads a claimed file, no link, and no more of it than is allowed.
 * @throws UnusableCaptureError, ClaimLostError
 */
export async function readClaimed(path: string, longestBytes: number): Promise<CaptureContent> {
  const format = formats.get(extname(path).toLowerCase());
  if (format === undefined) {
    throw new UnusableCaptureError('UNKNOWN_FORMAT', 'Its name ends neither in .json nor in .xml.');
  }
  const file = await opened(path);
  try {
    return readCapture(await bytesOf(file, longestBytes), format);
  } finally {
    await file.close();
  }
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    switch (codeOf(error)) {
      case 'ENOENT':
        throw new ClaimLostError('Somebody else has finished it.');
      case 'ELOOP':
        throw new UnusableCaptureError('LINK', 'It is a link, and links are not followed.');
      case 'EACCES':
      case 'EPERM':
        throw new UnusableCaptureError('UNREADABLE', 'Interaction Server may not read it: change its permissions.');
      default:
        throw error;
    }
  }
}

async function bytesOf(file: FileHandle, longestBytes: number): Promise<Buffer> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new UnusableCaptureError('NO_FILE', 'It is no plain file.');
  const buffer = Buffer.alloc(Math.min(stats.size, longestBytes) + 1);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  if (bytesRead <= longestBytes) return buffer.subarray(0, bytesRead);
  throw new UnusableCaptureError('TOO_LARGE', `It has more than ${longestBytes} bytes, the most that are taken.`);
}

/** The code of an error of the file system. */
export const codeOf = (error: unknown): string | undefined =>
  z.object({ code: z.string() }).safeParse(error).data?.code;
