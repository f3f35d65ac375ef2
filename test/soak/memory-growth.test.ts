import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryGrowth } from '../../bench/src/soak/measure/memory-growth.js';
import type { WatchedProcess } from '../../bench/src/soak/measure/process-watch.js';
import { slope } from '../../bench/src/soak/measure/slope.js';

const minute = 60_000;

describe('how memory grows', () => {
  let heapDirectory: string;
  beforeEach(() => (heapDirectory = mkdtempSync(join(tmpdir(), 'eservices-lb-heap-'))));
  afterEach(() => {
    rmSync(heapDirectory, { recursive: true, force: true });
  });

  /** A process that is looked at each ten seconds from one minute to another; its memory is as told, in bytes, at a time in minutes. */
  function aProcess(pid: number, [from, until]: readonly [number, number], bytes: (minutes: number) => number) {
    const times = Array.from({ length: (until - from) * 6 }, (_, n) => from * minute + n * 10_000);
    const lines = times.map((at) => `${JSON.stringify({ at, bytes: bytes(at / minute) })}\n`);
    writeFileSync(join(heapDirectory, `${pid}.jsonl`), `${lines.join('')}{"at":1,"by`);
    const samples = times.map((at) => ({ at, rss: 2 * bytes(at / minute), descriptors: 20 }));
    return { application: `Server_${pid}`, pid, samples } satisfies WatchedProcess;
  }
  const growthOf = (...processes: readonly WatchedProcess[]) =>
    memoryGrowth(processes, { from: 0, until: 60 * minute, heapDirectory });

  it('is the slope of the line that fits best', () => {
    const points = [0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x + (x % 2 === 0 ? 0.1 : -0.1) }));

    expect(slope(points)).toBeCloseTo(1.96);
  });

  it('is measured after the warm-up, of what is reachable and of what the process has', () => {
    const [growth] = growthOf(
      aProcess(1, [0, 60], (minutes) => (minutes < 6 ? 1_000 * minutes : 6_000 + 10 * minutes)),
    );

    expect(growth).toMatchObject({ application: 'Server_1', isSettled: true });
    expect(growth?.heapPerMinute).toBeCloseTo(10);
    expect(growth?.rssPerMinute).toBeCloseTo(20);
    expect(growth?.minutes).toBeCloseTo(54, 0);
  });

  it('is not measured of a process that was there for a short time, or ended before the load', () => {
    expect(
      growthOf(
        aProcess(1, [50, 60], () => 1),
        aProcess(2, [0, 40], () => 1),
      ),
    ).toEqual([]);
  });
});
