import { execFileSync } from 'node:child_process';

/** The command line of a process, or nothing where there is no such process (any more). */
function commandLineOf(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** A process that has ended and only waits for its parent to notice counts as ended. */
export const isAlive = (pid: number): boolean => {
  const line = commandLineOf(pid);
  return line !== undefined && !line.startsWith('Z');
};

/** Ends a process, but only if it still is the named application: numbers are used again. */
export function endApplication(pid: number, application: string): void {
  const line = commandLineOf(pid);
  if (line === undefined || line.startsWith('Z') || !line.includes(`--name ${application}`)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
