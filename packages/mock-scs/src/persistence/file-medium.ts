import { join } from 'node:path';
import { z } from 'zod';
import { checkedLine, readCheckedLine } from './checked-line.js';
import { DamagedStoreError } from './damaged-store-error.js';
import { nodeFileOperations } from './file-operations.js';
import type { FileOperations, OpenFile } from './file-operations.js';
import type { Base, Kept, Medium, NumberedChange } from './medium.js';
import { readJournal } from './read-journal.js';
import { storedConfigurationOf } from './stored-configuration.js';

const baseSchema = z.object({ sequence: z.int().nonnegative(), stored: z.unknown() });

/** `configuration.base`, one checked line, and `configuration.journal`, one for each change since. */
export class FileMedium implements Medium {
  readonly #directory: string;
  readonly #files: FileOperations;
  #journal: OpenFile | undefined;

  /** @param directory must exist, and must be used by nobody else at the same time */
  constructor(directory: string, files: FileOperations = nodeFileOperations) {
    this.#directory = directory;
    this.#files = files;
  }

  async read(): Promise<Kept | undefined> {
    const base = await this.#files.read(this.#basePath);
    const journal = (await this.#files.read(this.#journalPath)) ?? '';
    if (base === undefined && journal === '') return undefined;
    const read = this.#baseOf(base);
    return { base: read, ...readJournal(journal, read.sequence) };
  }

  async writeBase(base: Base): Promise<void> {
    const temporary = `${this.#basePath}.new`;
    const file = await this.#files.open(temporary, 'w');
    try {
      await file.write(checkedLine(base));
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#files.rename(temporary, this.#basePath);
    this.#journal ??= await this.#files.open(this.#journalPath, 'a');
    await this.#files.syncDirectory(this.#directory);
    await this.#journal.empty();
  }

  async writeChanges(changes: readonly NumberedChange[]): Promise<void> {
    this.#journal ??= await this.#files.open(this.#journalPath, 'a');
    await this.#journal.write(changes.map(checkedLine).join(''));
    await this.#journal.sync();
  }

  /** The base goes first: a journal without its base is taken for damaged, and never for a configuration. */
  async setAside(): Promise<string> {
    await this.#closeJournal();
    const suffix = await this.#freeSuffix();
    for (const path of [this.#basePath, this.#journalPath]) {
      if ((await this.#files.read(path)) !== undefined) await this.#files.rename(path, `${path}${suffix}`);
    }
    await this.#files.syncDirectory(this.#directory);
    return `${this.#basePath}${suffix} (and .journal${suffix})`;
  }

  async close(): Promise<void> {
    await this.#closeJournal();
  }

  get #basePath(): string {
    return join(this.#directory, 'configuration.base');
  }

  get #journalPath(): string {
    return join(this.#directory, 'configuration.journal');
  }

  #baseOf(text: string | undefined): Base {
    try {
      if (text === undefined) throw new Error('the journal has no base');
      const { sequence, stored } = baseSchema.parse(readCheckedLine(text.trimEnd()));
      return { sequence, stored: storedConfigurationOf(stored) };
    } catch (cause) {
      const reason = cause instanceof z.ZodError ? 'it holds no configuration' : (cause as Error).message;
      throw new DamagedStoreError(this.#basePath, reason, { cause });
    }
  }

  async #closeJournal(): Promise<void> {
    const journal = this.#journal;
    this.#journal = undefined;
    await journal?.close();
  }

  async #freeSuffix(): Promise<string> {
    for (let number = 1; ; number += 1) {
      const suffix = `.set-aside-${number}`;
      const taken = await Promise.all(
        [this.#basePath, this.#journalPath].map((path) => this.#files.read(`${path}${suffix}`)),
      );
      if (taken.every((content) => content === undefined)) return suffix;
    }
  }
}
