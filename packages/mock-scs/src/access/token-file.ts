import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { TokenFileError } from './token-file-error.js';
import { tokenRecordSchema } from './token-record.js';
import type { TokenRecord } from './token-record.js';

const revocationSchema = z.strictObject({ name: z.string(), revokedAt: z.string() });
const lineSchema = z.union([tokenRecordSchema, revocationSchema]);

/**
 * The tokens that operators made, one line of JSON each; a later line of the same name takes the place of the earlier. Lines are only ever
 * added, so that the command that makes tokens and the control server that reads them need no lock between them.
 */
export class TokenFile {
  readonly path: string;
  #stamp = '';
  #records: readonly TokenRecord[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** As the file is now; one that is not there holds no token, and a line that cannot be read allows nothing. */
  get records(): readonly TokenRecord[] {
    const stamp = stampOf(this.path);
    if (stamp !== this.#stamp) {
      this.#records = this.#read().records;
      this.#stamp = stamp;
    }
    return this.#records;
  }

  /** @throws TokenFileError that names the first line that cannot be read */
  check(): void {
    const [line] = this.#read().wrongLines;
    if (line !== undefined) throw new TokenFileError(this.path, `line ${line} is no token; delete it, or the file`);
  }

  add(record: TokenRecord): void {
    this.#append(record);
  }

  /** `at` is ISO 8601. */
  revoke(name: string, at: string): void {
    this.#append({ name, revokedAt: at });
  }

  #append(line: z.infer<typeof lineSchema>): void {
    appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  #read(): { readonly records: readonly TokenRecord[]; readonly wrongLines: readonly number[] } {
    const records = new Map<string, TokenRecord>();
    const wrongLines: number[] = [];
    for (const [index, text] of contentOf(this.path).split('\n').entries()) {
      if (text.trim() === '') continue;
      const line = parsed(text);
      if (line === undefined) wrongLines.push(index + 1);
      else if ('sha256' in line) records.set(line.name, line);
      else records.delete(line.name);
    }
    return { records: [...records.values()], wrongLines };
  }
}

function parsed(text: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Differs whenever the file was changed. */
function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? 'none' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new TokenFileError(path, 'it cannot be read');
  }
}
