/** A message goes into logs and to operators: no file makes it longer. */
const mostProblems = 20;

/** A workflow file that cannot be used, and what to mend. */
export class WorkflowError extends Error {
  override readonly name = 'WorkflowError';
  readonly code = 'INVALID_WORKFLOW';

  constructor(
    readonly file: string,
    /** Where in the file and what was expected, one line each. */
    readonly problems: readonly [string, ...string[]],
  ) {
    const told = problems.slice(0, mostProblems).map((problem) => problem.slice(0, 500));
    const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
    super(`The workflow file ${file} cannot be used: ${[...told, ...more].join('; ')}.`);
  }
}
