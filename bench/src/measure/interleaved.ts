import type { Effort } from '../benchmark.js';
import { median } from './median.js';

export interface Contender {
  readonly name: string;
  /** Does the thing so many times, in a loop of its own, so that the call sites of contenders stay apart. */
  readonly run: (times: number) => unknown;
}

/**
 * Nanoseconds for each contender to do it once: the median over rounds in which they take turns (A B C A B C …), so that whatever else the
 * machine does meets all of them.
 */
export async function interleaved(
  contenders: readonly Contender[],
  { rounds, msEach }: Pick<Effort, 'rounds' | 'msEach'>,
): Promise<ReadonlyMap<string, number>> {
  const entries: { readonly contender: Contender; readonly times: number; readonly measured: number[] }[] = [];
  for (const contender of contenders) {
    entries.push({ contender, times: await timesFor(contender, msEach), measured: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { contender, times, measured } of entries)
      measured.push((await nanosecondsOf(contender, times)) / times);
  }
  return new Map(entries.map(({ contender, measured }) => [contender.name, median(measured)]));
}

const warmUpMs = 60;

/**
 * Warms the contender up while finding how often it fits into the time. It must be long enough twice in a row: the first time is often that of
 * cold code, or of something that is done once.
 */
async function timesFor(contender: Contender, ms: number): Promise<number> {
  let [times, spent, isLongEnough] = [1, 0, false];
  for (;;) {
    const taken = (await nanosecondsOf(contender, times)) / 1e6;
    spent += taken;
    const wasLongEnough = isLongEnough;
    isLongEnough = taken >= ms / 4;
    if (isLongEnough && wasLongEnough && spent >= warmUpMs) return Math.max(1, Math.round((times * ms) / taken));
    if (!isLongEnough) times *= taken < ms / 100 ? 10 : 2;
  }
}

async function nanosecondsOf({ run }: Contender, times: number): Promise<number> {
  const from = process.hrtime.bigint();
  const result = run(times);
  if (result instanceof Promise) await result;
  return Number(process.hrtime.bigint() - from);
}
