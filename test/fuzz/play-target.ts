import { systemClock } from '@eservices-lb/sdk';
import { onUnhandledRejection } from '../oracles/unhandled-rejections.js';
import type { CorpusEntry } from './corpus.js';
import { corpusOf, textOf } from './corpus.js';
import type { FuzzTarget, Outcome } from './fuzz-target.js';
import { inputsOf } from './inputs-of.js';
import { nextTurn } from '../../packages/sdk/src/time/next-turn.js';
import { expectNothingPolluted } from './pollution.js';

/** Nothing takes so long but an expression that backtracks without end. Generous, since machines are busy; looked at twice. */
const ceilingMs = 5_000;
const mostFindings = 10;

export interface PlayOptions {
  readonly seed: number;
  /** How many inputs, and the number of the first. */
  readonly inputs: number;
  readonly first?: number;
  readonly onProgress?: (played: number) => void;
}

/** An input for which the property does not hold. */
export interface Finding {
  readonly number: number;
  readonly input: string | Buffer;
  readonly problem: string;
}

export interface Played {
  readonly inputs: number;
  readonly refused: number;
  /** Of the processor, which other work on the machine does not lengthen. */
  readonly cpuMs: number;
  readonly slowest: { readonly number: number; readonly ms: number };
  /** At most ten, each with a problem of its own. */
  readonly findings: readonly Finding[];
}

/** Plays inputs of the target, one after the other. */
export async function playTarget(
  target: FuzzTarget,
  { seed, inputs, first = 0, onProgress }: PlayOptions,
): Promise<Played> {
  const inputOf = inputsOf(target, seed);
  const findings = new Map<string, Finding>();
  let slowest = { number: first, ms: 0 };
  let refused = 0;
  using unhandled = new UnhandledRejections();
  const before = process.cpuUsage();
  let number = first;
  for (; number < first + inputs && findings.size < mostFindings; number += 1) {
    const text = inputOf(number);
    const input = target.reads === 'text' ? text : Buffer.from(text, 'latin1');
    const tried = await tryInput(target, input);
    if (tried.outcome === 'refused') refused += 1;
    if (tried.ms > slowest.ms) {
      // Once more, since a machine that is busy, or collects garbage, makes any input slow once.
      const ms = Math.min(tried.ms, (await tryOnce(target, input)).ms);
      if (ms > slowest.ms) slowest = { number, ms };
    }
    const rejection = await unhandled.sinceLast();
    const problem = tried.problem ?? rejection;
    if (problem !== undefined && !findings.has(kindOf(problem))) {
      findings.set(kindOf(problem), { number, input, problem });
    }
    if (number % 1_000 === 999) onProgress?.(number + 1 - first);
  }
  const { user, system } = process.cpuUsage(before);
  return { inputs: number - first, refused, cpuMs: (user + system) / 1_000, slowest, findings: [...findings.values()] };
}

/** Plays an entry of the corpus. @returns what is wrong, if anything */
export async function playEntry(target: FuzzTarget, entry: CorpusEntry): Promise<string | undefined> {
  using unhandled = new UnhandledRejections();
  const { problem } = await tryInput(target, target.reads === 'text' ? textOf(entry) : entry.bytes);
  const rejection = await unhandled.sinceLast();
  return problem ?? rejection;
}

class UnhandledRejections {
  readonly #reasons: string[] = [];
  readonly #stop = onUnhandledRejection((reason) => this.#reasons.push(reason));

  /** They become known a turn later. */
  async sinceLast(): Promise<string | undefined> {
    await nextTurn();
    const [reason] = this.#reasons.splice(0);
    return reason === undefined ? undefined : `nobody handles a rejection: ${reason.slice(0, 500)}`;
  }

  [Symbol.dispose](): void {
    this.#stop();
  }
}

export const entriesOf = (target: FuzzTarget): readonly CorpusEntry[] => corpusOf(target);

/** Two problems that differ only in numbers and names are one. */
const kindOf = (problem: string): string => problem.replaceAll(/"[^"]*"|\d+/g, '…').slice(0, 120);

interface Tried {
  readonly outcome?: Outcome;
  readonly problem?: string;
  readonly ms: number;
}

async function tryInput(target: FuzzTarget, input: string | Buffer): Promise<Tried> {
  const tried = await tryOnce(target, input);
  if (tried.ms <= ceilingMs || tried.problem !== undefined) return tried;
  const again = await tryOnce(target, input);
  return again.ms <= ceilingMs ? again : { ms: again.ms, problem: `it took ${Math.round(again.ms)} ms, twice` };
}

async function tryOnce(target: FuzzTarget, input: string | Buffer): Promise<Tried> {
  const startedAt = systemClock.now();
  try {
    const returned = target.reads === 'text' ? target.oracle(input as string) : target.oracle(input as Buffer);
    const outcome = typeof returned === 'string' ? returned : await returned;
    expectNothingPolluted();
    return { outcome, ms: systemClock.now() - startedAt };
  } catch (error) {
    return { problem: describe(error), ms: systemClock.now() - startedAt };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `something was thrown that is no Error: ${String(error)}`;
  return error.message === '' ? error.name : `${error.name}: ${error.message.slice(0, 500)}`;
}
