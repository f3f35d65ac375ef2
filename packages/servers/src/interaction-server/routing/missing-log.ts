import type { Logger } from 'pino';

/** Says in the log what is missing for balancing a routing server, once each time that it is something else (IXN-2). */
export class MissingLog {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #told = new Map<string, string>();

  constructor(log: Pick<Logger, 'warn'>) {
    this.#log = log;
  }

  tell(application: string, missing: readonly string[]): void {
    const text = missing.join(' ');
    if (text === (this.#told.get(application) ?? '')) return;
    this.#told.set(application, text);
    if (missing.length > 0)
      this.#log.warn({ application, missing }, 'a routing server cannot be balanced with others (IXN-2)');
  }
}
