import { open, readFile, rename } from 'node:fs/promises';

export interface OpenFile {
  write(text: string): Promise<void>;
  /** Resolved: what was written survives a power failure. */
  sync(): Promise<void>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What the file store needs of a file system. */
export interface FileOperations {
  /** The content, or nothing where there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** `w` begins an empty file, `a` goes on at the end of it; either makes it where there is none, for the owner's eyes only. */
  open(path: string, mode: 'w' | 'a'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Makes the names in a directory survive a power failure. */
  syncDirectory(path: string): Promise<void>;
}

export const nodeFileOperations: FileOperations = {
  async read(path) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  async open(path, mode) {
    const handle = await open(path, mode, 0o600);
    return {
      write: (text) => handle.appendFile(text),
      sync: () => handle.sync(),
      empty: () => handle.truncate(0),
      close: () => handle.close(),
    };
  },
  rename,
  async syncDirectory(path) {
    if (process.platform === 'win32') return; // it has no such thing
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
