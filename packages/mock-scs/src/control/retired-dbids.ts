import type { ObjectKind } from '@eservices-lb/sdk/wire';
import type { RetiredDbid } from './retired-dbid.js';

/** The DBIDs of deleted objects, which are never used again. */
export class RetiredDbids {
  readonly #dbids: Map<string, RetiredDbid>;

  constructor(dbids: readonly RetiredDbid[]) {
    this.#dbids = new Map(dbids.map((each) => [keyOf(each), each]));
  }

  get all(): readonly RetiredDbid[] {
    return [...this.#dbids.values()];
  }

  has(kind: ObjectKind, dbid: number): boolean {
    return this.#dbids.has(keyOf({ kind, dbid }));
  }

  add(kind: ObjectKind, dbid: number): void {
    this.#dbids.set(keyOf({ kind, dbid }), { kind, dbid });
  }
}

const keyOf = ({ kind, dbid }: RetiredDbid): string => `${kind} ${dbid}`;
