import type { Interaction } from '../interaction.js';

/** An interaction that has arrived at a strategy. */
export interface Arrival {
  readonly interaction: Interaction;
  readonly strategy: string;
}

/** An arrival that was given to a routing server. */
export interface Assignment extends Arrival {
  readonly requestId: string;
  readonly application: string;
}
