import type { Arbitrary } from 'fast-check';

/** What a parser made of an input: it took it, or it refused it as it should refuse. */
export type Outcome = 'taken' | 'refused';

interface Target {
  /** Also the name of its folder in `corpus`. */
  readonly name: string;
  /** What must hold for every input, as one sentence. */
  readonly property: string;
  /** What has a meaning here, and is worth putting in beside what is nasty everywhere. */
  readonly dictionary?: readonly string[];
  /** How many inputs `npm test` affords where it cannot afford as many as of the others, with the reason in docs/fuzzing.md. */
  readonly inputsInTests?: number;
}

/** Something that reads what others wrote as text. */
export interface TextTarget extends Target {
  readonly reads: 'text';
  /** Inputs of the right shape, and nearly so. */
  readonly shaped: Arbitrary<string>;
  /** Throws where the property does not hold. */
  readonly oracle: (input: string) => Outcome | Promise<Outcome>;
}

/** Something that reads what others wrote as bytes. */
export interface BytesTarget extends Target {
  readonly reads: 'bytes';
  readonly shaped: Arbitrary<Uint8Array>;
  readonly oracle: (input: Buffer) => Outcome | Promise<Outcome>;
}

export type FuzzTarget = TextTarget | BytesTarget;
