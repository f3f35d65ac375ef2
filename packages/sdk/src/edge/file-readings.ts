import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../errors/message-of.js';
import { abortWith } from '../time/abort-with.js';
import type { Clock } from '../time/clock.js';
import { delay } from '../time/delay.js';

/** Changes that follow each other this closely are read as one. ms */
const debounceMs = 100;
/** Not every file system tells of changes, so the file is looked at this often too. ms */
const lookIntervalMs = 5_000;

/** What a look at a file gave: its text, or why it cannot be read. */
export type FileReading = { readonly text: string } | { readonly problem: string };

/**
 * The file as it is now, and then every time it has become another one, until the signal aborts. It is the directory that is watched, because editors
 * and deployments replace files instead of writing them.
 */
export async function* fileReadings(path: string, clock: Clock, signal: AbortSignal): AsyncGenerator<FileReading> {
  let changed = new AbortController();
  let unlink = abortWith(changed, signal);
  let known: string | undefined;
  const directory = new DirectoryWatch(dirname(path), () => {
    changed.abort();
  });
  try {
    while (!signal.aborted) {
      directory.begin();
      const mark = await markOf(path);
      if (mark !== known) yield await readingOf(path);
      known = mark;
      await delay(clock, lookIntervalMs, changed.signal);
      if (!changed.signal.aborted) continue;
      await delay(clock, debounceMs, signal);
      unlink();
      changed = new AbortController();
      unlink = abortWith(changed, signal);
    }
  } finally {
    unlink();
    directory.end();
  }
}

async function readingOf(path: string): Promise<FileReading> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    return { problem: `it cannot be read: ${messageOf(error)}` };
  }
}

/** Another text where the file is another one. */
async function markOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    return messageOf(error);
  }
}

/** A watch over a directory that may be begun again when it failed. It does not keep the process alive. */
class DirectoryWatch {
  readonly #directory: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | undefined;

  constructor(directory: string, onChange: () => void) {
    this.#directory = directory;
    this.#onChange = onChange;
  }

  begin(): void {
    if (this.#watcher !== undefined) return;
    try {
      this.#watcher = watch(this.#directory, { persistent: false }, this.#onChange);
      this.#watcher.on('error', () => {
        this.end();
      });
    } catch {
      this.#watcher = undefined; // The directory may come later; until then, the regular look has to do.
    }
  }

  end(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
