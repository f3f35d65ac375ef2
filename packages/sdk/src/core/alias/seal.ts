import { createCipheriv, createDecipheriv } from 'node:crypto';

/** What an alias says: whose it is, and which application it denotes. */
export interface AliasContent {
  readonly tenantDbid: number;
  readonly applicationDbid: number;
}

const algorithm = 'id-aes256-wrap';
/** The initial value of RFC 3394; unwrapping checks it, and so detects forgery. */
const initialValue = Buffer.alloc(8, 0xa6);
const version = 1;
const contentLength = 16;
const sealed = /^[A-Za-z0-9_-]{32}$/;

/** Seals the content under a key of 32 bytes: always the same 32 characters for the same content and key. */
export function sealAlias(content: AliasContent, key: Uint8Array): string {
  const plain = Buffer.alloc(contentLength);
  plain.writeUInt8(version, 0);
  plain.writeUInt32BE(content.tenantDbid, 8);
  plain.writeUInt32BE(content.applicationDbid, 12);
  const cipher = createCipheriv(algorithm, key, initialValue);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64url');
}

/** The content of an alias, or undefined where this key did not seal it. Never throws, whatever the text. */
export function openAlias(alias: string, key: Uint8Array): AliasContent | undefined {
  if (!sealed.test(alias)) return undefined;
  try {
    const decipher = createDecipheriv(algorithm, key, initialValue);
    const plain = Buffer.concat([decipher.update(Buffer.from(alias, 'base64url')), decipher.final()]);
    return decode(plain);
  } catch {
    return undefined;
  }
}

function decode(plain: Buffer): AliasContent | undefined {
  if (plain.length !== contentLength || plain.readUInt8(0) !== version) return undefined;
  return { tenantDbid: plain.readUInt32BE(8), applicationDbid: plain.readUInt32BE(12) };
}
