import { lstat, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder that is watched, and those in it that belong to the Capture Point. All on one file system, so that a file moves in one step. */
export interface CaptureFolders {
  readonly inbox: string;
  /** Files that this Capture Point, on either server of a pair, has claimed; what another one has claimed is none of its business. */
  readonly work: string;
  readonly done: string;
  readonly setAside: string;
}

/**
 * Makes the folders where they are missing.
 * @param pair the DBID of the primary Capture Point
 * @throws Error where one of them is something else, a link to another place above all
 */
export async function captureFolders(folder: string, pair: number): Promise<CaptureFolders> {
  await mkdir(folder, { recursive: true });
  const inbox = await realpath(folder);
  const claimed = join(inbox, '.work');
  const work = join(claimed, String(pair));
  const folders = { inbox, work, done: join(inbox, 'done'), setAside: join(inbox, 'set-aside') };
  for (const each of [claimed, folders.work, folders.done, folders.setAside]) {
    await mkdir(each, { recursive: true });
    if (!(await lstat(each)).isDirectory()) throw new Error(`${each} is no folder: remove it.`);
  }
  return folders;
}
