import { isLong } from '../is-long.js';

/** How much of the real limits a row takes: a tenth, unless it takes its full time. */
export const share = isLong ? 1 : 0.1;

/** Those of the SDK, and the heartbeat of the control server, in that proportion; but a machine that is busy may take 2 s to connect. */
export const watchLimits = {
  silenceLimitMs: 10_000 * share,
  connectLimitMs: Math.max(5_000 * share, 2_000),
  heartbeatMs: 3_000 * share,
} as const;

/** Within this a lost watch is known to be lost and replaced. It is no tenth: pauses before a new attempt are not shortened, and machines may be busy. */
export const replacementLimitMs = 30_000;
