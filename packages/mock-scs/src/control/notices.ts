import type { Notice } from '@eservices-lb/sdk/wire';

/** The last notices, oldest first. */
export class Notices {
  readonly #limit: number;
  #notices: Notice[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get all(): readonly Notice[] {
    return this.#notices.slice(-this.#limit);
  }

  add(notice: Notice): void {
    this.#notices.push(notice);
    if (this.#notices.length >= 2 * this.#limit) this.#notices = this.#notices.slice(-this.#limit);
  }
}
