import { sep } from 'node:path';

/** A name as the file system has it, one character for each byte: names need not be text in any encoding. */
export type RawName = string;

export const rawPath = (folder: string, name: RawName): Buffer =>
  Buffer.concat([Buffer.from(`${folder}${sep}`), Buffer.from(name, 'latin1')]);

const longestName = 150;

/** A plain name that tells people which file it was. */
export function plainName(name: RawName): string {
  const text = Buffer.from(name, 'latin1').toString('utf8');
  return text.replace(/[^\w.-]/g, '_').slice(-longestName);
}
