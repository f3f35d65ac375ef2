import type { Logger } from 'pino';

/** Writes problems that last into the log, each once, and again only when it was gone in between. */
export class ProblemLog {
  readonly #log: Pick<Logger, 'error'>;
  #told: ReadonlySet<string> = new Set();

  constructor(log: Pick<Logger, 'error'>) {
    this.#log = log;
  }

  /** @param problems all that there are at the moment, as sentences */
  tell(problems: ReadonlySet<string>): void {
    for (const problem of problems) if (!this.#told.has(problem)) this.#log.error(problem);
    this.#told = problems;
  }
}
