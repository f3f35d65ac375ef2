import type { ApplicationStatus } from '@eservices-lb/sdk/wire';
import type { PairMode } from './mode-control.js';

interface Known {
  readonly mode: PairMode | undefined;
  /** How many answers are still to come; only the last one counts. */
  readonly awaited: number;
}

/** The modes that applications are known to have: what they said themselves, else what shows. */
export class KnownModes {
  readonly #known = new Map<string, Known>();

  /** `undefined` while an answer is awaited, or where the application is stopping and nothing was heard before. */
  of({ application, mode }: ApplicationStatus): PairMode | undefined {
    const known = this.#known.get(application);
    if (known !== undefined) return known.mode;
    return mode === 'exiting' ? undefined : mode;
  }

  /** It was told; what it had before counts no longer. */
  asked(application: string): void {
    this.#known.set(application, { mode: undefined, awaited: (this.#known.get(application)?.awaited ?? 0) + 1 });
  }

  /** It has the mode, and nobody needs to be asked. */
  done(application: string, mode: PairMode): void {
    this.#known.set(application, { mode, awaited: 0 });
  }

  /** It has linked and will answer, but what it has is known already. */
  admitted(application: string, mode: PairMode): void {
    this.#known.set(application, { mode, awaited: 1 });
  }

  answered(application: string, mode: PairMode): void {
    const { mode: before, awaited } = this.#known.get(application) ?? { mode: undefined, awaited: 0 };
    const isLast = awaited <= 1;
    this.#known.set(application, { mode: isLast ? mode : before, awaited: Math.max(0, awaited - 1) });
  }

  clear(): void {
    this.#known.clear();
  }

  forget(application: string): void {
    this.#known.delete(application);
  }
}
