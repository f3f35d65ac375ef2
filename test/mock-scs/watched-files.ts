import { nodeFileOperations } from '../../packages/mock-scs/src/persistence/file-operations.js';
import type { FileOperations } from '../../packages/mock-scs/src/persistence/file-operations.js';

/** The machine's files, where syncs are counted and writing can be made to fail in the middle, as on a full disk. */
export class WatchedFiles implements FileOperations {
  syncs = 0;
  directorySyncs = 0;
  /** The code that every write fails with, after the first half. */
  failing: string | undefined;
  /** The code that every sync fails with, although everything was written. */
  failingSync: string | undefined;
  /** How many more steps are taken before the machine is dead: the one that is under way then is taken half, and none after it. */
  stepsToLive = Infinity;
  readonly steps: string[] = [];

  async open(path: string, mode: 'w' | 'a') {
    this.#live();
    const file = await nodeFileOperations.open(path, mode);
    return {
      ...file,
      write: async (text: string) => {
        this.steps.push('write');
        this.stepsToLive -= 1;
        if (this.stepsToLive === 0) await file.write(text.slice(0, text.length / 2));
        if (this.stepsToLive <= 0) throw failure('EDEAD');
        if (this.failing === undefined) return file.write(text);
        await file.write(text.slice(0, text.length / 2));
        throw failure(this.failing);
      },
      sync: async () => {
        this.#live();
        this.steps.push('sync');
        if (this.failingSync !== undefined) throw failure(this.failingSync);
        this.syncs += 1;
        return file.sync();
      },
      empty: async () => {
        this.#live();
        return file.empty();
      },
    };
  }

  #live(): void {
    this.stepsToLive -= 1;
    if (this.stepsToLive <= 0) throw failure('EDEAD');
  }

  read(path: string) {
    return nodeFileOperations.read(path);
  }

  async rename(from: string, to: string) {
    this.#live();
    this.steps.push('rename');
    return nodeFileOperations.rename(from, to);
  }

  async syncDirectory(path: string) {
    this.#live();
    this.steps.push('syncDirectory');
    this.directorySyncs += 1;
    return nodeFileOperations.syncDirectory(path);
  }
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });
