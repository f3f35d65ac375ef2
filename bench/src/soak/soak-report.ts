import type { LoggedFault } from './faults/fault-log.js';
import type { MemoryGrowth } from './measure/memory-growth.js';
import type { OpenDescriptors } from './measure/open-descriptors.js';

/** What became of one kind of request. */
export interface LoadOutcome {
  readonly requests: number;
  /** Told to ask again, or found nobody, and asked again. */
  readonly interrupted: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly missing: number;
  readonly doubled: number;
  /** The first of what is missing or doubled. */
  readonly oddities: readonly string[];
  /** From the first attempt to the answer that counted. */
  readonly worstWait: { readonly ms: number; readonly operation: string };
  readonly p99: number;
}

export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly visitors: number;
  readonly faults: readonly LoggedFault[];
  readonly chats: LoadOutcome;
  readonly forms: LoadOutcome;
  readonly pages: LoadOutcome;
  /** How often consoles opened the event stream. */
  readonly eventStreams: number;
  readonly memory: readonly MemoryGrowth[];
  readonly descriptors: readonly OpenDescriptors[];
  readonly notRunning: readonly string[];
  readonly endedUnasked: readonly string[];
  readonly orphans: readonly string[];
}
