import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { messageOf } from '../errors/message-of.js';
import type { LastView } from '../source/last-view.js';
import { readView, writeView } from './view-file-text.js';

/** A file larger than this is not ours. Bytes. */
const largest = 256 * 1024 * 1024;

/**
 * The last view in a file: a line with the SHA-256 of the rest, and the view as JSON. Only the owner may read it; what starts an application, annexes and
 * options whose names speak of secrets are left out. It is replaced in one step, so that a crash leaves the old file or the new one.
 */
export function viewFile(path: string): LastView {
  return {
    async read() {
      try {
        if ((await stat(path)).size > largest) throw new Error(`it is larger than ${largest} bytes`);
        return { snapshot: readView(await readFile(path, 'utf8')) };
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        return { warning: `The last view in ${path} is not used: ${messageOf(error)}.` };
      }
    },
    async write(snapshot) {
      try {
        await replaceFile(path, writeView(snapshot));
        return undefined;
      } catch (error) {
        return `The last view could not be written to ${path}: ${messageOf(error)}. The next start will not know it.`;
      }
    },
  };
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
