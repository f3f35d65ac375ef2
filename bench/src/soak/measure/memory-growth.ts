import { heapReports } from './heap-reports.js';
import type { WatchedProcess } from './process-watch.js';
import { slope } from './slope.js';

/** How the memory of a process that lived long enough grew under load. */
export interface MemoryGrowth {
  readonly application: string;
  readonly pid: number;
  /** For how long it was measured: from the end of its warm-up to the end of the load. */
  readonly minutes: number;
  /** The warm-up was long enough for everything that is kept for a while to be kept. */
  readonly isSettled: boolean;
  /** Reachable bytes of the heap, after a collection of garbage: at the end, and how much more each minute. */
  readonly heapBytes: number;
  readonly heapPerMinute: number;
  /** What the operating system gave it, garbage included. */
  readonly rssBytes: number;
  readonly rssPerMinute: number;
}

export interface Measured {
  /** ms since 1970. */
  readonly from: number;
  readonly until: number;
  readonly heapDirectory: string;
}

const msPerMinute = 60_000;
/** Ended chats are told about for five minutes, so memory grows that long by design; a short run has to do with its second third and third third. */
const longestWarmUpMs = 6 * msPerMinute;
const warmUpShare = 1 / 3;
const fewestReports = 5;

/** Of every process that was there for the last third of the load at least. */
export function memoryGrowth(
  processes: readonly WatchedProcess[],
  { from, until, heapDirectory }: Measured,
): readonly MemoryGrowth[] {
  const warmUpMs = Math.min(longestWarmUpMs, (until - from) * warmUpShare);
  return processes.flatMap(({ application, pid, samples }) => {
    const beginsAt = Math.max(samples[0]?.at ?? until, from) + warmUpMs;
    const isMeasured = ({ at }: { readonly at: number }): boolean => at >= beginsAt && at <= until;
    const measured = samples.filter(isMeasured);
    const heap = heapReports(heapDirectory, pid).filter(isMeasured);
    const [last, lastHeap] = [measured.at(-1), heap.at(-1)];
    if (last === undefined || lastHeap === undefined || heap.length < fewestReports) return [];
    if (last.at - beginsAt < (until - from) * warmUpShare * 0.9 || until - last.at > msPerMinute) return [];
    const minutesOf = (at: number): number => (at - beginsAt) / msPerMinute;
    return [
      {
        ...{
          application,
          pid,
          minutes: minutesOf(last.at),
          isSettled: warmUpMs === longestWarmUpMs,
          heapBytes: lastHeap.bytes,
          rssBytes: last.rss,
        },
        heapPerMinute: slope(heap.map(({ at, bytes }) => ({ x: minutesOf(at), y: bytes }))),
        rssPerMinute: slope(measured.map(({ at, rss }) => ({ x: minutesOf(at), y: rss }))),
      },
    ];
  });
}
