import type { JudgedFinding } from './judge-configuration.js';

export type FindingInFile = JudgedFinding & {
  /** From 1. */
  readonly line: number;
};

/** A configuration file that cannot be used, with everything that is wrong in it. The message has one line for each: `file:line: what`. */
export class ConfigurationFileError extends Error {
  override readonly name = 'ConfigurationFileError';

  constructor(
    readonly file: string,
    readonly findings: readonly FindingInFile[],
  ) {
    super(findings.map((finding) => describeFindingInFile(file, finding)).join('\n'));
  }
}

/** `file:line: what is wrong (rule). How to mend it.` */
export function describeFindingInFile(file: string, { line, message, rule, remedy }: FindingInFile): string {
  const ofRule = rule === undefined ? '' : ` (${rule})`;
  return `${file}:${line}: ${message}${ofRule}${remedy === undefined ? '' : `. ${remedy}`}`;
}
