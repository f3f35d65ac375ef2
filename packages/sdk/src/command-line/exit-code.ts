/** What every command ends with. */
export const exitCode = {
  /** It was done; a validated configuration has no errors. */
  done: 0,
  /** The configuration has errors; no instance can be picked. */
  refused: 1,
  /** Wrong usage, or something that cannot be read or reached. */
  impossible: 2,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** A command cannot do its work. The message says what to do about it. */
export class ImpossibleCommandError extends Error {
  override readonly name = 'ImpossibleCommandError';
}
