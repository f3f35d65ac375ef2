import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into every process of a soak by `node --require`: writes down, every ten seconds, what is reachable in its heap, that is after a collection of
 * garbage.
 */
const everyMs = 10_000;
const directory = process.env.SOAK_HEAP_DIRECTORY;

if (directory !== undefined) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const file = join(directory, `${process.pid}.jsonl`);
  setInterval(() => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    const resources = process.getActiveResourcesInfo().length;
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), bytes: heapUsed + external, resources })}\n`);
  }, everyMs).unref();
}
