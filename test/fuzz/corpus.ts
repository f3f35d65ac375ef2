import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget } from './fuzz-target.js';

/** An input that is played for ever. */
export interface CorpusEntry {
  readonly file: string;
  readonly bytes: Buffer;
}

const folderOf = ({ name }: Pick<FuzzTarget, 'name'>): string => join(__dirname, 'corpus', name);

export function corpusOf(target: Pick<FuzzTarget, 'name'>): readonly CorpusEntry[] {
  const folder = folderOf(target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
}

const foundBefore = 'found-';

/** What is longer is only played as it is: made into a million others, it would take all the time. */
const longestSeed = 4_096;

/** Those that others are made from: what was found is only played again, so that what is found next changes no run that was made before. */
export const seedsOf = (target: Pick<FuzzTarget, 'name'>): readonly CorpusEntry[] =>
  corpusOf(target).filter(({ file, bytes }) => !file.startsWith(foundBefore) && bytes.length <= longestSeed);

/** What cannot be written in UTF-8 has this ending, and is UTF-16. */
const utf16 = '.utf16';

export const textOf = ({ file, bytes }: CorpusEntry): string =>
  bytes.toString(file.endsWith(utf16) ? 'utf16le' : 'utf8');

/** Keeps an input, without an ending that would make it anybody's to format, under the digest of its content. @returns the file's name */
export function keepInCorpus(target: Pick<FuzzTarget, 'name'>, input: string | Buffer): string {
  const isLossless = typeof input !== 'string' || Buffer.from(input).toString() === input;
  const bytes = typeof input === 'string' ? Buffer.from(input, isLossless ? 'utf8' : 'utf16le') : input;
  const file = `${foundBefore}${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}${isLossless ? '' : utf16}`;
  mkdirSync(folderOf(target), { recursive: true });
  writeFileSync(join(folderOf(target), file), bytes);
  return file;
}
