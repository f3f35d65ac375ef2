import type { Clock } from '@eservices-lb/sdk';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isAlive } from '../agent/is-alive.js';
import { signalProcess } from '../agent/signal-process.js';
import type { StateDirectory } from '../agent/state-directory.js';

const backupFile = 'control-server-backup.json';
const patienceMs = 3000;
const lookMs = 50;

/** Keeps which process is the backup control server, for whoever ends the estate. */
export function rememberBackup(state: StateDirectory, pid: number): void {
  state.writeJson(backupFile, { pid });
}

/** Ends the backup control server of an estate before its primary ends, or it would take over. Where there is none, nothing happens. */
export async function endBackup(state: StateDirectory, clock: Clock): Promise<void> {
  const pid = z.object({ pid: z.int().positive() }).safeParse(state.readJson(backupFile)).data?.pid;
  if (pid === undefined || pid === process.pid || !isBackup(pid)) return;
  signalProcess(pid, 'SIGTERM');
  const deadline = clock.now() + patienceMs;
  while (isAlive(pid)) {
    if (clock.now() > deadline) signalProcess(pid, 'SIGKILL');
    await new Promise<void>((resolve) => clock.after(lookMs, resolve, { keepAlive: true }));
  }
}

/** Whether it is one of ours, and not a stranger with the same number. */
function isBackup(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('--backup') && isAlive(pid);
  } catch {
    return false;
  }
}
