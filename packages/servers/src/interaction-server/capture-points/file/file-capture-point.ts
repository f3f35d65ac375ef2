import { resolve } from 'node:path';
import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import { settingsOf } from '../capture-point-options.js';
import type { StartCapturePoint } from '../kind-of-capture-point.js';
import { PollingCapturePoint } from '../polling-capture-point.js';
import { captureFolders } from './capture-folders.js';
import { fileSettings } from './file-settings.js';
import { FileSource } from './file-source.js';
import { SettledFiles } from './settled-files.js';

const shortestPauseMs = 20;

/** Captures the XML and JSON files that are put into a folder. */
export const startFileCapturePoint: StartCapturePoint = async (surroundings) => {
  const { application, intake, tally, clock, log, directory, pair } = surroundings;
  const settings = settingsOf(fileSettings, application);
  const folders = await captureFolders(resolve(directory, settings.folder), pair);
  const settled = new SettledFiles(folders.inbox, settings['settle-time'], clock);
  const capturePoint = new PollingCapturePoint({
    source: new FileSource({ folders, settled, settings, clock, remake: () => captureFolders(folders.inbox, pair) }),
    ...{ intake, tally, clock, log, concurrency: settings.concurrency },
    pauseMs: () =>
      settled.isUnsettled ? Math.max(shortestPauseMs, settings['settle-time']) : settings['poll-interval'] * 1_000,
  });
  const watcher = watchFolder(folders.inbox);
  watcher.on('raw', () => {
    capturePoint.lookSoon();
  });
  watcher.on('error', (error) => {
    log.warn(error, 'the folder cannot be watched; it is looked at from time to time');
  });
  return {
    async close() {
      await watcher.close();
      await capturePoint.close();
    },
  };
};

/** Watches the folder and none of the files in it: of ten thousand files nothing is kept in memory. */
const watchFolder = (folder: string): FSWatcher =>
  watch(folder, { depth: 0, ignoreInitial: true, followSymlinks: false, ignored: (path) => path !== folder });
