import { pause } from './pause.js';
import type { Toxic } from './toxic.js';

export interface SlowCloseOptions {
  readonly delayMs: number;
}

/** The receiver hears late that the sender has ended; everything else is in time. */
export const slowClose = ({ delayMs }: SlowCloseOptions): Toxic => ({
  begin: (flow) => ({ end: () => pause(flow, delayMs) }),
});
