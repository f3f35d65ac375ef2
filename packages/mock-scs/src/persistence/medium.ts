import type { StoredChange } from './stored-change.js';
import type { StoredConfiguration } from './stored-configuration.js';

export interface NumberedChange {
  readonly sequence: number;
  readonly change: StoredChange;
}

export interface Base {
  /** Of the last change that it contains. */
  readonly sequence: number;
  readonly stored: StoredConfiguration;
}

export interface Kept {
  readonly base: Base;
  /** Those that the base does not contain, without a gap. */
  readonly changes: readonly NumberedChange[];
  readonly damage?: string;
}

/** What a store writes on. One call at a time; resolved means durable. */
export interface Medium {
  /** @throws DamagedStoreError where there is no usable base */
  read(): Promise<Kept | undefined>;
  /** Puts a base in place of what was there, whole or not at all; changes that it contains are forgotten. */
  writeBase(base: Base): Promise<void>;
  writeChanges(changes: readonly NumberedChange[]): Promise<void>;
  /** @returns where it is now */
  setAside(): Promise<string>;
  close(): Promise<void>;
}
