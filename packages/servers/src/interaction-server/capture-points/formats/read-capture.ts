import { reasonOf } from '../reason-of.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';
import type { CaptureContent } from './capture-content.js';
import { readJson } from './read-json.js';
import { readXml } from './read-xml.js';

export type CaptureFormat = 'json' | 'xml';

/**
 * Reads the bytes of an input, in UTF-8.
 * @param format where it is not said, XML is told by its first character
 * @throws UnusableCaptureError
 */
export function readCapture(bytes: Uint8Array, format?: CaptureFormat): CaptureContent {
  const text = textOf(bytes);
  if (text.trim() === '') throw new UnusableCaptureError('EMPTY', 'It is empty.');
  try {
    return (format ?? formatOf(text)) === 'xml' ? readXml(text) : readJson(text);
  } catch (error) {
    if (error instanceof UnusableCaptureError) throw error;
    // Whatever goes wrong in reading one input must not stop the others.
    throw new UnusableCaptureError('UNREADABLE', `It cannot be read: ${reasonOf(error)}.`);
  }
}

const formatOf = (text: string): CaptureFormat => (text.trimStart().startsWith('<') ? 'xml' : 'json');

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusableCaptureError('NOT_UTF_8', 'It is no text in UTF-8.');
  }
}
