import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process wrote down of its heap, see `report-heap.ts`. */
export interface HeapReport {
  /** ms since 1970. */
  readonly at: number;
  /** Reachable, buffers included. */
  readonly bytes: number;
}

/** A line that a killed process has left unfinished is left out. */
export function heapReports(directory: string, pid: number): readonly HeapReport[] {
  const file = join(directory, `${pid}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as HeapReport);
}
