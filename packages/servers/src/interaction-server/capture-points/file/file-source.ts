import { lstat, open, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@eservices-lb/sdk';
import type { CapturedInput } from '../intake/captured-input.js';
import type { CaptureSource } from '../polling-capture-point.js';
import { reasonOf } from '../reason-of.js';
import type { UnusableCaptureError } from '../unusable-capture-error.js';
import type { CaptureFolders } from './capture-folders.js';
import { claimOf, codeOf, newClaim, readClaimed } from './claimed-file.js';
import type { ClaimedFile } from './claimed-file.js';
import { rawPath } from './raw-name.js';
import type { FileSettings } from './file-settings.js';
import type { FoundFile, SettledFiles } from './settled-files.js';

export interface FileSourceOptions {
  readonly folders: CaptureFolders;
  readonly settled: Pick<SettledFiles, 'find'>;
  readonly settings: Pick<FileSettings, 'longest-bytes' | 'after-capture'>;
  readonly clock: Pick<Clock, 'wallClock'>;
  /** Makes the folders again that somebody has removed. */
  readonly remake: () => Promise<unknown>;
}

/** The files of a watched folder. A file is claimed by moving it: of several servers only one succeeds, and it is known after a crash. */
export class FileSource implements CaptureSource<ClaimedFile> {
  readonly #options: FileSourceOptions;
  #found: readonly FoundFile[] = [];
  #claims = 0;

  constructor(options: FileSourceOptions) {
    this.#options = options;
  }

  async claim(most: number): Promise<readonly ClaimedFile[]> {
    await this.#options.remake();
    const unfinished = (await readdir(this.#options.folders.work)).sort().map(claimOf);
    const claimed = unfinished.filter((each) => each !== undefined).slice(0, most);
    if (claimed.length > 0) return claimed;
    if (this.#found.length === 0) this.#found = await this.#options.settled.find();
    const next = this.#found.slice(0, most);
    this.#found = this.#found.slice(most);
    return this.#claimAll(next);
  }

  inputOf({ claimId, fileName }: ClaimedFile): CapturedInput {
    const { folders, settings } = this.#options;
    const content = (): ReturnType<typeof readClaimed> =>
      readClaimed(join(folders.work, fileName), settings['longest-bytes']);
    return { identity: claimId, content };
  }

  async done({ fileName }: ClaimedFile): Promise<void> {
    const { folders, settings } = this.#options;
    const claimed = join(folders.work, fileName);
    await unlessGone(
      settings['after-capture'] === 'keep' ? rename(claimed, join(folders.done, fileName)) : unlink(claimed),
    );
  }

  /** The reason lies beside the file, and is there first. */
  async setAside({ fileName }: ClaimedFile, { code, message }: UnusableCaptureError): Promise<void> {
    const { folders, clock } = this.#options;
    const aside = join(folders.setAside, fileName);
    const at = new Date(clock.wallClock()).toISOString();
    await writeFile(`${aside}.reason.txt`, `${code}: ${message}\n${at}\n`);
    const isMoved = await unlessGone(rename(join(folders.work, fileName), aside));
    if (isMoved) return;
    const isAside = await unlessGone(lstat(aside));
    if (!isAside) await unlessGone(unlink(`${aside}.reason.txt`));
  }

  async #claimAll(found: readonly FoundFile[]): Promise<readonly ClaimedFile[]> {
    const claimed: ClaimedFile[] = [];
    let failure: Error | undefined;
    for (const file of found) {
      try {
        const claim = await this.#claim(file);
        if (claim !== undefined) claimed.push(claim);
      } catch (error) {
        failure = new Error(`A file cannot be claimed: ${reasonOf(error)}`, { cause: error });
      }
    }
    if (claimed.length > 0) await this.#keep();
    else if (failure !== undefined) throw failure;
    return claimed;
  }

  async #claim({ name, mtimeMs }: FoundFile): Promise<ClaimedFile | undefined> {
    const { folders, clock } = this.#options;
    const path = rawPath(folders.inbox, name);
    const claim = newClaim(name, clock.wallClock(), this.#claims++);
    const isSame = await unlessGone(lstat(path).then((stats) => stats.mtimeMs === mtimeMs));
    if (!isSame) return undefined; // taken by somebody else, or written to again: it is found another time
    const isMoved = await unlessGone(rename(path, join(folders.work, claim.fileName)));
    return isMoved ? claim : undefined;
  }

  /** The claims must outlive a loss of power, or the same file would be claimed once more. */
  async #keep(): Promise<void> {
    for (const folder of [this.#options.folders.work, this.#options.folders.inbox]) {
      const handle = await open(folder, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
  }
}

/** @returns false where somebody else has moved the file already */
async function unlessGone(act: Promise<unknown>): Promise<boolean> {
  try {
    return (await act) !== false;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
