import type { KnownDatabase } from '@eservices-lb/mock-scs/lca';
import { isSameDatabase } from './judge-databases.js';

/** Which database an Interaction Server expects to find (IXN-9). */
export class ExpectedDatabase {
  #told: KnownDatabase | undefined;
  #accepted: KnownDatabase | undefined;

  /** Nobody knows of any, where it is absent: then what is found is the one. */
  get current(): KnownDatabase | undefined {
    return this.#accepted ?? this.#told;
  }

  /** The pair works with this one, as the control server says. News of it makes an operator's word about another one void. */
  told(workedWith: KnownDatabase | undefined): void {
    if (workedWith === undefined || (this.#told !== undefined && isSameDatabase(workedWith, this.#told))) return;
    this.worksWith(workedWith);
  }

  /** We work with this one. */
  worksWith(database: KnownDatabase): void {
    this.#told = database;
    this.#accepted = undefined;
  }

  /** An operator says that it is this one. */
  accept(found: KnownDatabase): void {
    this.#accepted = found;
  }
}
