import { UnusableCaptureError } from '../unusable-capture-error.js';
import { captureContent } from './capture-content.js';
import type { CaptureContent } from './capture-content.js';

/** `{ "media": …, "service": …, "subject": …, "attributes": { … } }` */
export function readJson(text: string): CaptureContent {
  return captureContent(parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, withoutPrototype);
  } catch (error) {
    if (error instanceof UnusableCaptureError) throw error;
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new UnusableCaptureError('MALFORMED_JSON', `This is no JSON: ${reason}.`);
  }
}

function withoutPrototype(key: string, value: unknown): unknown {
  if (key !== '__proto__') return value;
  throw new UnusableCaptureError('INVALID_FIELD', 'Nothing can be called "__proto__": choose another name.', key);
}
