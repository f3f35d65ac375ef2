/** Runs one benchmark in a process of its own, which `main` forked, so that no benchmark meets the heap and the compiled code of another. */
import type { Effort } from './benchmark.js';
import { benchmarks } from './benchmarks/index.js';
import { progress } from './report/progress.js';

const [name = '', speed = ''] = process.argv.slice(2);

const effort: Effort = {
  ...(speed === 'quick' ? { isQuick: true, rounds: 5, msEach: 5 } : { isQuick: false, rounds: 7, msEach: 25 }),
  progress: (text) => progress(`${name}: ${text} …`),
};

async function main(): Promise<void> {
  const benchmark = benchmarks.find((each) => each.name === name);
  if (benchmark === undefined) throw new Error(`There is no benchmark "${name}".`);
  const outcome = await benchmark.run(effort);
  process.send?.(outcome, () => process.exit());
}

void main();
