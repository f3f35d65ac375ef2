import type { ConfigurationChange, StatusChange } from '../../wire/event.js';
import type { SnapshotMessage, Version } from '../../wire/snapshot.js';

/** What a warning of a source is about. */
export type WarningSubject = 'older-epoch' | 'held-snapshot' | 'file' | 'view-file';

/** An object of a snapshot that could not be decoded, as far as it could be read. `name` is the application's, for a status. */
export interface UnreadableObject {
  readonly kind: 'tenant' | 'host' | 'application' | 'status';
  readonly dbid?: number;
  readonly name?: string;
  readonly problem: Error;
}

/** Everything we know about the estate arrives as one of these, in order, decoded. */
export type DirectoryEvent =
  | {
      readonly type: 'snapshot';
      readonly snapshot: SnapshotMessage;
      /** What the snapshot holds but could not be decoded; the source fills in what it knew of these. */
      readonly unreadable?: readonly UnreadableObject[];
      /** It is the view of an earlier time, read from a file, and no sign of life of the control server. */
      readonly isRemembered?: boolean;
    }
  | { readonly type: 'configuration'; readonly change: ConfigurationChange }
  | { readonly type: 'status'; readonly change: StatusChange }
  | { readonly type: 'heartbeat'; readonly version: Version }
  /** Something of the estate changed that load balancing does not look at; the version counts all the same. */
  | { readonly type: 'unrelated'; readonly version: Version }
  /** One object was malformed and is left out; the version counts all the same. */
  | { readonly type: 'rejected'; readonly version: Version; readonly problem: Error }
  /** Something that people should hear of, but that changes nothing by itself. */
  | { readonly type: 'warning'; readonly about: WarningSubject; readonly message: string }
  /** The control server no longer speaks to us; the last view stays. */
  | { readonly type: 'lost'; readonly reason: string };
