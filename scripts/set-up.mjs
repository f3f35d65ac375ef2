// Brings a checkout to the point where the next command works: dependencies as the lock says, then the build.
// Uses nothing that must be installed first. `--install-only` leaves the build to the caller.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');

function run(what, command, ...args) {
  console.log(`eservices-lb: ${what} …`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const isInstalled = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
if (!isInstalled) run('installing dependencies (npm ci)', 'npm', 'ci', '--no-audit', '--no-fund');
if (!process.argv.includes('--install-only')) {
  run('building (tsc -b)', process.execPath, join('node_modules', 'typescript', 'bin', 'tsc'), '-b');
}
