import { createHash } from 'node:crypto';
import type { CaptureContent } from '../formats/capture-content.js';

/** Something that a Capture Point has captured. */
export interface CapturedInput {
  /** Tells it from every other input of its Capture Point, now and after a crash. */
  readonly identity: string;
  /** Of its content, where another input might come under the same identity. */
  readonly digest?: string;
  /**
   * Reads it; not asked where it is known already.
   * @throws UnusableCaptureError
   */
  readonly content: () => CaptureContent | Promise<CaptureContent>;
}

/**
 * The number of the interaction that an input becomes: always the same for the same input, on either server of a pair, 64 characters.
 * @param capturePoint the DBID of the primary Capture Point: a name may change
 */
export const captureId = (capturePoint: number, identity: string): string =>
  createHash('sha256').update(`capture point ${capturePoint}\0${identity}`).digest('hex');

export const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
