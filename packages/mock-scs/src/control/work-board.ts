import type { ShownWork } from '../lca/messages.js';

/** What an application last showed of its work. */
export interface WorkOfApplication {
  readonly application: string;
  /** When, in ms since 1970. */
  readonly shownUtc: number;
  readonly work: ShownWork;
}

/** What applications show of their work beyond their status. It is of the moment: kept in memory, and gone with their link. */
export class WorkBoard {
  readonly #wallClock: () => number;
  readonly #onChange: () => void;
  readonly #works = new Map<string, WorkOfApplication>();

  /** @param onChange hears of everything that is shown, and of what is gone */
  constructor(wallClock: () => number, onChange: () => void = () => undefined) {
    this.#wallClock = wallClock;
    this.#onChange = onChange;
  }

  get all(): readonly WorkOfApplication[] {
    return [...this.#works.values()];
  }

  show(application: string, work: ShownWork): void {
    this.#works.set(application, { application, shownUtc: this.#wallClock(), work });
    this.#onChange();
  }

  forget(application: string): void {
    this.#works.delete(application);
    this.#onChange();
  }
}
