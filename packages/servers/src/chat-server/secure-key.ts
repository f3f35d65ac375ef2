import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 hexadecimal digits: what a participant proves itself with. */
export const newSecureKey = (): string => randomBytes(16).toString('hex');

/** SHA-256 in hexadecimal digits: all that a Chat Server and its database keep of a key. */
export const digestOf = (secureKey: string): string => createHash('sha256').update(secureKey).digest('hex');

/** Compares in constant time. */
export function isSameDigest(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
