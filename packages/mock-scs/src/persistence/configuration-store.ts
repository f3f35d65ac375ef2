import type { StoredChange } from './stored-change.js';
import type { StoredConfiguration } from './stored-configuration.js';

/** Where the changes of a configuration survive the end of the control server, however it ends. */
export interface ConfigurationStore {
  /**
   * What was stored last, or nothing. Changes nothing there.
   * @throws DamagedStoreError where nothing of it can be used
   */
  load(): Promise<StoredConfiguration | undefined>;
  /** Stores a whole configuration in place of what was there; must come before the first `append`. Resolved: it is durable. */
  begin(from: StoredConfiguration): Promise<void>;
  /**
   * Resolved: this change is durable, and every one before it. Rejected: it is not, but will be with the next one that is, since changes
   * are never left out.
   */
  append(change: StoredChange): Promise<void>;
  /** Stores a whole configuration in place of what was there, in turn with what is appended. Resolved: it is durable. */
  replace(by: StoredConfiguration): Promise<void>;
  /** Keeps what is there for people to look at, out of the way of the next `begin`. @returns where it is, for a message */
  setAside(): Promise<string>;
  /** Waits for what was appended. */
  close(): Promise<void>;
}
