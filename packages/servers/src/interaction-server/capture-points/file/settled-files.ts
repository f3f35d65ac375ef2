import type { Dir, Dirent, Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import type { Clock } from '@eservices-lb/sdk';
import { rawPath } from './raw-name.js';
import type { RawName } from './raw-name.js';

interface Look {
  readonly size: number;
  readonly mtimeMs: number;
  readonly firstSeen: number;
}

export interface FoundFile {
  readonly name: RawName;
  readonly mtimeMs: number;
}

/** So many files are looked at in one go; the others come later. */
const mostLookedAt = 20_000;
/** Whoever writes a file may give it such a name until it is complete. */
const unfinished = /^\.|~$|\.(?:tmp|part|partial|filepart|crdownload|swp)$/i;

/** Tells which files of a folder nobody writes to any more. */
export class SettledFiles {
  readonly #folder: string;
  readonly #settleMs: number;
  readonly #clock: Pick<Clock, 'now' | 'wallClock'>;
  #looks: ReadonlyMap<RawName, Look> = new Map();
  #isUnsettled = false;

  constructor(folder: string, settleMs: number, clock: Pick<Clock, 'now' | 'wallClock'>) {
    this.#folder = folder;
    this.#settleMs = settleMs;
    this.#clock = clock;
  }

  /** Whether the last look found files that may still be written to. */
  get isUnsettled(): boolean {
    return this.#isUnsettled;
  }

  /** The oldest first. Links are among them; folders, pipes and devices are left alone. */
  async find(): Promise<readonly FoundFile[]> {
    const settled: FoundFile[] = [];
    const looks = new Map<RawName, Look>();
    for (const name of await this.#names()) {
      const stats = await statsOf(rawPath(this.#folder, name));
      if (stats === undefined) continue;
      const look = this.#lookAt(name, stats);
      if (this.#isSettled(look)) settled.push({ name, mtimeMs: stats.mtimeMs });
      looks.set(name, look);
    }
    this.#looks = looks;
    this.#isUnsettled = settled.length < looks.size;
    return settled.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1));
  }

  async #names(): Promise<readonly RawName[]> {
    const names: RawName[] = [];
    const folder: Dir = await opendir(this.#folder, { encoding: 'latin1' });
    for await (const entry of folder) {
      if (isOfInterest(entry)) names.push(entry.name);
      if (names.length >= mostLookedAt) break;
    }
    return names;
  }

  #lookAt(name: RawName, { size, mtimeMs }: Stats): Look {
    const before = this.#looks.get(name);
    const isUnchanged = before?.size === size && before.mtimeMs === mtimeMs;
    return isUnchanged ? before : { size, mtimeMs, firstSeen: this.#clock.now() };
  }

  /** Its age tells, unless the clock of its file system is ahead of ours; then we must have seen it unchanged for long enough. */
  #isSettled({ mtimeMs, firstSeen }: Look): boolean {
    const { now, wallClock } = this.#clock;
    return wallClock() - mtimeMs >= this.#settleMs || now() - firstSeen >= this.#settleMs;
  }
}

const isOfInterest = (entry: Dirent): boolean =>
  (entry.isFile() || entry.isSymbolicLink()) && !unfinished.test(entry.name);

async function statsOf(path: Buffer): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch {
    return undefined; // somebody has taken it
  }
}
