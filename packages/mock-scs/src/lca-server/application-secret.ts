import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What an application shows its Local Control Agent: derived, so that nothing needs to be stored and no application knows another's. */
export function applicationSecret(masterSecret: string, application: string): string {
  return createHmac('sha256', masterSecret).update(application).digest('base64url');
}

/** Compares secrets in a time that tells nothing of either, not even their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
