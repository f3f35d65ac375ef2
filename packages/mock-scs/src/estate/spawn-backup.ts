import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { StateDirectory } from '../agent/state-directory.js';
import { rememberBackup } from './end-backup.js';
import type { EstateOptions } from './command-line.js';

/** Starts the backup control server as a process that survives this one. A token goes by the environment, where no list of processes shows it. */
export function spawnBackup({ scenario, portBase, token, tokens }: EstateOptions, state: StateDirectory): void {
  const log = openSync(state.logFile('control-server-backup'), 'a', 0o600);
  const inherited = Object.entries(process.env).filter(([variable]) => !variable.startsWith('npm_lifecycle_'));
  try {
    const backup = spawn(
      process.execPath,
      [
        join(__dirname, '..', 'main.js'),
        ...['--backup', '--scenario', scenario, '--port-base', String(portBase)],
        ...(tokens === undefined ? [] : ['--tokens', tokens]),
      ],
      {
        env: { ...Object.fromEntries(inherited), ...(token !== undefined && { ESERVICES_OPERATOR_TOKEN: token }) },
        stdio: ['ignore', log, log],
        detached: true,
        windowsHide: true,
      },
    );
    backup.once('error', () => undefined); // it has no pid then, and does not follow in time
    backup.unref();
    if (backup.pid !== undefined) rememberBackup(state, backup.pid);
  } finally {
    closeSync(log);
  }
}
