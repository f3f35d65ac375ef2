/** What a load did: closed loops, so many at a time. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Time of this process's processors for each request, µs; less shaken by what else the machine does. */
  readonly processorMicroseconds: number;
}

const atATime = 50;

/** Sends requests for so many ms. A request that fails fails the benchmark. */
export async function load(send: () => Promise<unknown>, ms: number): Promise<LoadResult> {
  const [from, processorFrom] = [performance.now(), process.cpuUsage()];
  const until = from + ms;
  let answered = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      await send();
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: atATime }, loop));
  const { user, system } = process.cpuUsage(processorFrom);
  return {
    requestsPerSecond: (answered * 1_000) / (performance.now() - from),
    processorMicroseconds: (user + system) / answered,
  };
}
