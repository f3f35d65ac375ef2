import { allFaults } from './all-faults.js';
import type { Fault } from './fault.js';
import { isLong } from './is-long.js';

/** What `npm run faults` was asked for, by environment variables of scripts/faults.mjs. */
export interface Choice {
  readonly faults: readonly Fault[];
  /** How many times a row is played. */
  runsOf(fault: Fault): number;
  /** How much of it was asked for, in a sentence for docs/faults.md. */
  readonly extent: string;
  /** Whether docs/faults.md is to be written. */
  readonly isWritten: boolean;
}

const usualSeeds = 200;
const usualRuns = 3;

/** @throws Error where nothing is like that */
export function chosenFaults(environment: NodeJS.ProcessEnv): Choice {
  const {
    FAULTS_ROW: row,
    FAULTS_KIND: kind,
    FAULTS_SEEDS: seeds = usualSeeds,
    FAULTS_RUNS: runs = usualRuns,
  } = environment;
  const length = isLong ? 'full (`--long`)' : 'the shorter';
  const faults = allFaults.filter(
    (fault) => (row === undefined || fault.row === row) && (kind === undefined || fault.kind === kind),
  );
  if (faults.length === 0) throw new Error(`No row is ${[row, kind].filter(Boolean).join(' and ')}.`);
  return {
    faults,
    runsOf: (fault) => (fault.kind === 'simulated' ? Number(seeds) : Number(runs)),
    extent: `Written with ${seeds} seeds for each simulated row, ${runs} runs of any other, and ${length} times.`,
    isWritten: environment.FAULTS_WRITE === '1',
  };
}
