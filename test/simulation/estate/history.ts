import type {
  DirectoryEvent,
  ResolvedService,
  SelectionRequest,
  Service,
  Snapshot,
  SourceCounts,
} from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { Answer } from './simulated-application.js';

/** What happened, apart from when. `node` is a web node. */
export type Happening =
  /** A fault began or ended, an operator or an application server did something. */
  | { readonly type: 'did'; readonly what: string }
  /** From now on nothing is disturbed any more. */
  | { readonly type: 'healed' }
  /** The web node's request for a stream was answered. */
  | {
      readonly type: 'answered';
      readonly node: string;
      readonly host: string;
      readonly status: number;
      readonly resumes: boolean;
    }
  /** The web node lost its control server, whatever else it follows. */
  | { readonly type: 'lost'; readonly node: string }
  /** The web node's source said this. */
  | { readonly type: 'heard'; readonly node: string; readonly event: DirectoryEvent }
  /** The web node's view became this. */
  | { readonly type: 'applied'; readonly node: string; readonly snapshot: Snapshot }
  | {
      readonly type: 'picked';
      readonly node: string;
      readonly wish: SelectionRequest;
      readonly service: Service;
      /** What the web node says its view was at that moment. */
      readonly version: Version;
    }
  | { readonly type: 'refused'; readonly node: string; readonly wish: SelectionRequest; readonly code: string }
  | {
      readonly type: 'resolved';
      readonly node: string;
      readonly tenant: string;
      readonly alias: string;
      readonly service: ResolvedService;
    }
  | {
      readonly type: 'unresolved';
      readonly node: string;
      readonly tenant: string;
      readonly alias: string;
      readonly code: string;
    }
  /** A request was sent to what was picked or resolved; `reached` is who answered, if anybody did. */
  | {
      readonly type: 'asked';
      readonly node: string;
      readonly service: Service;
      readonly reached: Answer | undefined;
    }
  /** Somebody waits, but not beyond the deadline. */
  | {
      readonly type: 'promised';
      readonly id: number;
      readonly node: string;
      readonly what: string;
      readonly deadline: number;
    }
  | { readonly type: 'settled'; readonly id: number; readonly node: string; readonly outcome: string }
  /** After the end of the faults the web node's view is the control server's, from now on or again. */
  | { readonly type: 'agreed'; readonly node: string }
  /** It was, and is not any more. */
  | { readonly type: 'disagreed'; readonly node: string }
  /** What the web node counted, and what its metrics say; told before it is closed. */
  | {
      readonly type: 'counted';
      readonly node: string;
      readonly counts: SourceCounts;
      readonly listenerFailures: number;
      readonly metrics: Readonly<Record<string, number>>;
      readonly version: Version;
    }
  /** What is left of somebody who was closed. */
  | { readonly type: 'closed'; readonly who: string; readonly timers: number; readonly sockets: number }
  | { readonly type: 'listener-failed'; readonly node: string }
  | { readonly type: 'unhandled'; readonly reason: string };

export type Entry = Happening & { readonly at: number };
export type EntryOf<T extends Happening['type']> = Extract<Entry, { readonly type: T }>;

/** Everything that happened in one run, in order. */
export class History {
  readonly entries: Entry[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(happening: Happening): void {
    this.entries.push({ at: this.#now(), ...happening });
  }

  all<T extends Happening['type']>(type: T): readonly EntryOf<T>[] {
    return this.entries.filter((entry): entry is EntryOf<T> => entry.type === type);
  }
}
