import { readFileSync } from 'node:fs';

/**
 * Whether a process is the one that was started for an application, and not a stranger with the same number. Where the system does not
 * tell command lines, no process is taken for ours by its number alone.
 */
export function runsApplication(pid: number, application: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const isNamed = (word: string, index: number): boolean =>
      word === `--name=${application}` || (word === '--name' && words[index + 1] === application);
    return words.some(isNamed);
  } catch {
    return false;
  }
}
