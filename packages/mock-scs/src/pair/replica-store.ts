import type { WorldEvent } from '../control/world-event.js';
import type { WorldState } from '../control/world-state.js';

/** Keeps what a backup follows. What the backup itself does to its own world meanwhile is nothing to keep. */
export interface ReplicaStore {
  /** Everything, in place of what was kept before. */
  follow(state: WorldState): void;
  /** A change since. */
  followed(event: WorldEvent): void;
  /** Resolved: everything so far is durable. @throws where it is not */
  committed(): Promise<void>;
}
