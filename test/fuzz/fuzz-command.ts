import { writeSync } from 'node:fs';
import { z } from 'zod';
import { allTargets } from './all-targets.js';
import { keepInCorpus } from './corpus.js';
import type { FuzzTarget } from './fuzz-target.js';
import { playTarget } from './play-target.js';
import type { Played } from './play-target.js';

const wishSchema = z.object({
  inputs: z.coerce.number().int().positive().default(1_000_000),
  seed: z.coerce.number().int().default(1),
  target: z.array(z.string()).optional(),
  /** The number of the only input to play. */
  input: z.coerce.number().int().nonnegative().optional(),
});
type Wish = z.infer<typeof wishSchema>;

const print = (line: string): void => void writeSync(2, `${line}\n`);

// `npm run fuzz`: run by Jest, which knows how to load the sources of the packages without a build.
it('plays hostile inputs', async () => {
  const wish = wishSchema.parse(JSON.parse(process.env.ESERVICES_FUZZ ?? '{}'));
  const unknown = wish.target?.find((name) => !allTargets.some((target) => target.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no target "${unknown}", only ${allTargets.map(nameOf).join(', ')}.`);

  const rows: Row[] = [];
  for (const target of allTargets.filter(({ name }) => wish.target?.includes(name) ?? true)) {
    rows.push(rowOf(target, await play(target, wish)));
    print(lineOf(rows.at(-1)?.cells ?? []));
  }

  print(tableOf(rows));
  expect(rows.reduce((sum, { findings }) => sum + findings, 0)).toBe(0);
});

const nameOf = ({ name }: FuzzTarget): string => name;

async function play(target: FuzzTarget, { inputs, seed, input }: Wish): Promise<Played> {
  const range = input === undefined ? { inputs } : { inputs: 1, first: input };
  const onProgress = (played: number): void => {
    if (played % 50_000 === 0) print(`${target.name}: ${played} of ${inputs}`);
  };
  const played = await playTarget(target, { seed, ...range, onProgress });
  for (const { number, input: found, problem } of played.findings) {
    print(`\n${target.name}: ${problem}\n  kept as test/fuzz/corpus/${target.name}/${keepInCorpus(target, found)}`);
    print(`  the same again: npm run fuzz -- --target ${target.name} --seed ${seed} --input ${number}\n`);
  }
  return played;
}

interface Row {
  readonly cells: readonly string[];
  readonly findings: number;
}

function rowOf({ name }: FuzzTarget, { inputs, cpuMs, slowest, refused, findings }: Played): Row {
  const perSecond = Math.round((inputs / Math.max(cpuMs, 1)) * 1_000);
  const slow = `${slowest.ms.toFixed(1)} ms (input ${slowest.number})`;
  const share = `${((100 * refused) / inputs).toFixed(1)} %`;
  return {
    cells: [name, String(inputs), String(perSecond), slow, share, String(findings.length)],
    findings: findings.length,
  };
}

function tableOf(rows: readonly Row[]): string {
  const header = ['target', 'inputs', 'inputs per s of CPU', 'slowest', 'refused', 'findings'];
  const lines = [header, header.map(() => '---'), ...rows.map(({ cells }) => cells)];
  return lines.map(lineOf).join('\n');
}

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
