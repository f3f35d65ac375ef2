import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from './median.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { readonly type: 'minor' }) => void;

/** Bytes in use after everything that can go has gone. */
export function settledHeap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Bytes allocated by doing it once, as the median over `times` in a row, few enough that no collection interferes. */
export function allocatedPerCall(run: (times: number) => unknown, times: number): number {
  const measured = Array.from({ length: 5 }, () => {
    collect({ type: 'minor' });
    const before = process.memoryUsage().heapUsed;
    run(times);
    return (process.memoryUsage().heapUsed - before) / times;
  });
  return Math.max(0, median(measured));
}

/** Bytes that are still there, for each time it was done, after a collection; the median, because others allocate now and then. */
export function survivingPerCall(run: (times: number) => unknown, times = 200_000): number {
  run(times);
  const measured = Array.from({ length: 3 }, () => {
    const before = settledHeap();
    run(times);
    return (settledHeap() - before) / times;
  });
  return Math.max(0, median(measured));
}
