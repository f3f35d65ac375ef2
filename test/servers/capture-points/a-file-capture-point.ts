import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import { CaptureTally } from '../../../packages/servers/src/interaction-server/capture-points/capture-tally.js';
import { captureFolders } from '../../../packages/servers/src/interaction-server/capture-points/file/capture-folders.js';
import { FileSource } from '../../../packages/servers/src/interaction-server/capture-points/file/file-source.js';
import { SettledFiles } from '../../../packages/servers/src/interaction-server/capture-points/file/settled-files.js';
import type { Intake } from '../../../packages/servers/src/interaction-server/capture-points/intake/intake.js';
import { PollingCapturePoint } from '../../../packages/servers/src/interaction-server/capture-points/polling-capture-point.js';
import { silentLog } from '../application-surroundings.js';
import { Life } from './mortal.js';

/** A folder that is watched, in a temporary place. */
export function aWatchedFolder() {
  const path = mkdtempSync(join(tmpdir(), 'eservices-lb-capture-'));
  const list = (folder: string): readonly string[] => {
    try {
      return readdirSync(join(path, folder)).sort();
    } catch {
      return [];
    }
  };
  return {
    path,
    /** Puts a whole file there, in one step. */
    put(name: string, content: string | Uint8Array): void {
      const unfinished = join(path, '.unfinished');
      writeFileSync(unfinished, content);
      renameSync(unfinished, join(path, name));
    },
    work: () => list('.work/17'),
    done: () => list('done'),
    setAside: () => list('set-aside'),
    inbox: () => list('.').filter((name) => !['.work', 'done', 'set-aside'].includes(name)),
    remove(): void {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export interface FileCapturePointOptions {
  readonly folder: string;
  readonly intake: Pick<Intake, 'take'>;
  readonly life?: Life;
  readonly pair?: number;
  readonly concurrency?: number;
  readonly longestBytes?: number;
  readonly afterCapture?: 'keep' | 'delete';
}

/** Works off a folder as a File Capture Point does, without waiting for files to settle. */
export async function aFileCapturePoint({
  folder,
  intake,
  life = new Life(),
  pair = 17,
  ...options
}: FileCapturePointOptions) {
  const { concurrency = 4, longestBytes = 10_000, afterCapture = 'keep' } = options;
  const folders = await captureFolders(folder, pair);
  const source = new FileSource({
    remake: () => captureFolders(folder, pair),
    ...{ folders, settled: new SettledFiles(folders.inbox, 0, systemClock), clock: systemClock },
    settings: { 'longest-bytes': longestBytes, 'after-capture': afterCapture },
  });
  const tally = new CaptureTally();
  const capturePoint = new PollingCapturePoint({
    ...{ source: life.of(source), intake, tally, concurrency, clock: systemClock, log: silentLog, pauseMs: () => 20 },
  });
  return { tally, close: () => capturePoint.close() };
}
