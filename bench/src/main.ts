import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark, Outcome } from './benchmark.js';
import { benchmarks } from './benchmarks/index.js';
import { outcomeTables, verdictTable } from './report/outcome-tables.js';
import { progress } from './report/progress.js';

interface Result {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  readonly outcome: Outcome;
}

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const chosen = chosenBenchmarks(values.only);
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, ${process.platform}`;
  console.log(`${machine}${values.quick ? '; a quick run, whose figures are rough' : ''}`);
  const results: Result[] = [];
  for (const benchmark of chosen) {
    const result = await runApart(benchmark);
    results.push(result);
    const { title, name, seconds, outcome } = result;
    console.log(`\n# ${title} (${name}, ${seconds.toFixed(0)} s)\n\n${outcomeTables(outcome)}`);
  }
  console.log(`\n# Goals\n\n${verdictTable(results.flatMap(({ outcome }) => outcome.verdicts))}`);
  if (values.json !== undefined) {
    const report = { at: new Date().toISOString(), machine, isQuick: values.quick, results };
    writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

function chosenBenchmarks(names: readonly string[]): readonly Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no benchmark "${unknown}". There are: ${known.join(', ')}.`);
    process.exit(2);
  }
  return names.length === 0 ? benchmarks : benchmarks.filter(({ name }) => names.includes(name));
}

async function runApart({ name, title }: Benchmark): Promise<Result> {
  const from = performance.now();
  const child = fork(join(__dirname, 'one-benchmark.js'), [name, values.quick ? 'quick' : 'full']);
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`The benchmark "${name}" ended without a result, with code ${String(code)}.`);
  });
  const [outcome] = (await Promise.race([once(child, 'message'), exited])) as [Outcome];
  exited.catch(() => undefined); // It may end now.
  progress('');
  return { name, title, seconds: (performance.now() - from) / 1_000, outcome };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
