import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const usualTailBytes = 16 * 1024;

/** The last lines of a log file; empty where there is none. */
export function logTail(file: string, lines: number, longestBytes = usualTailBytes): readonly string[] {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const buffer = Buffer.alloc(Math.min(size, longestBytes));
      readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-lines);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return [];
  }
}
