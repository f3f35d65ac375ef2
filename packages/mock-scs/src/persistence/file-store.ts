import type { FileOperations } from './file-operations.js';
import { FileMedium } from './file-medium.js';
import { JournaledStore } from './journaled-store.js';
import type { JournaledStoreOptions } from './journaled-store.js';

export interface FileStoreOptions extends JournaledStoreOptions {
  /** @defaultValue those of Node.js */
  readonly files?: FileOperations;
}

/** Keeps the configuration in two files of a directory. */
export const fileStore = (directory: string, { files, ...options }: FileStoreOptions = {}): JournaledStore =>
  new JournaledStore(new FileMedium(directory, files), options);
