import type { Random } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import fc from 'fast-check';
import { seedsOf, textOf } from './corpus.js';
import type { FuzzTarget } from './fuzz-target.js';
import { mutate } from './mutate.js';

/** The inputs of a target: the same for the same seed and number, whatever was asked for before. */
export type Inputs = (number: number) => string;

/** Drawing a shaped input costs more than most parsers: so many are drawn anew for every block of inputs, and changed in many ways. */
const block = { inputs: 4_000, drawn: 200 };

/** Texts; of a target that reads bytes, each character is a byte (Latin-1). */
export function inputsOf(target: FuzzTarget, seed: number): Inputs {
  const isText = target.reads === 'text';
  const kept = seedsOf(target).map((entry) => (isText ? textOf(entry) : entry.bytes.toString('latin1')));
  const { dictionary = [] } = target;
  const drawnFor = drawing(target, seed);
  return (number) => {
    const drawn = drawnFor(Math.floor(number / block.inputs));
    const inBlock = number % block.inputs;
    if (inBlock < drawn.length) return drawn[inBlock]!;
    const random = seededRandom(mixed(seed, number));
    const basis = anyOf(kept.length > 0 && random() < 0.4 ? kept : drawn, random);
    return mutate(basis, { random, others: kept.length > 0 ? kept : drawn, dictionary, bits: isText ? 16 : 8 });
  };
}

function drawing(target: FuzzTarget, seed: number): (number: number) => readonly string[] {
  let last: { readonly number: number; readonly drawn: readonly string[] } | undefined;
  return (number) => {
    if (last?.number !== number) {
      last = { number, drawn: sample(target, { seed: mixed(seed, -1 - number), numRuns: block.drawn }) };
    }
    return last.drawn;
  };
}

const sample = (
  target: FuzzTarget,
  parameters: { readonly seed: number; readonly numRuns: number },
): readonly string[] =>
  target.reads === 'text'
    ? fc.sample(target.shaped, parameters)
    : fc.sample(target.shaped, parameters).map((bytes) => Buffer.from(bytes).toString('latin1'));

const anyOf = (texts: readonly string[], random: Random): string => texts[Math.floor(random() * texts.length)]!;

/** Another seed for each number. */
const mixed = (seed: number, number: number): number =>
  (Math.imul(seed, 0x9e37_79b1) ^ Math.imul(number + 0x7f4a_7c15, 0x85eb_ca6b)) | 0;
