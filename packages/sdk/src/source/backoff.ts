import type { Random } from '../time/random.js';

const baseMs = 2_000;
const capMs = 5_000;

/**
 * How long to wait before the nth attempt to reconnect, ms: full jitter on every attempt, the first included and at the cap too, so that
 * a thousand web nodes do not return in the same instant (R13).
 */
export function reconnectDelayMs(attempt: number, random: Random): number {
  return random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 10));
}
