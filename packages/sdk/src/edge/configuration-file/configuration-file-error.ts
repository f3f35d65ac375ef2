import type { Finding } from '../../core/rules/finding.js';

export interface FindingInFile extends Finding {
  /** From 1. */
  readonly line: number;
}

/** A configuration file that cannot be used, with everything that is wrong in it. The message has one line for each: `file:line: what`. */
export class ConfigurationFileError extends Error {
  override readonly name = 'ConfigurationFileError';

  constructor(
    readonly file: string,
    readonly findings: readonly FindingInFile[],
  ) {
    super(findings.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'));
  }
}
