import type { ConfigurationChange, StatusChange } from '../../wire/event.js';
import type { SnapshotMessage, Version } from '../../wire/snapshot.js';

/** Everything we know about the estate arrives as one of these, in order, decoded. */
export type DirectoryEvent =
  | { readonly type: 'snapshot'; readonly snapshot: SnapshotMessage }
  | { readonly type: 'configuration'; readonly change: ConfigurationChange }
  | { readonly type: 'status'; readonly change: StatusChange }
  | { readonly type: 'heartbeat'; readonly version: Version }
  /** One object was malformed and is left out; the version counts all the same. */
  | { readonly type: 'rejected'; readonly version: Version; readonly problem: Error }
  /** The control server no longer speaks to us; the last view stays. */
  | { readonly type: 'lost'; readonly reason: string };
