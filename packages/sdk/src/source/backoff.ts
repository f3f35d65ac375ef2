import type { Random } from '../time/random.js';

const baseMs = 6_000;
const capMs = 12_000;
const nextAddressMs = 100;

/**
 * How long to wait before the nth attempt to reconnect, ms: full jitter on every attempt, the first included and at the cap too, so that
 * a thousand web nodes do not return in the same instant (R13). The base is what keeps each 100 ms below 5 % of them, also by bad luck (F33): with 4 s and
 * a cap of 8 s, one storm in eighty had more.
 */
export function reconnectDelayMs(attempt: number, random: Random): number {
  return random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 10));
}

/** How long to wait before the other control server of a pair is tried, ms: with jitter, but quick, because it is there for just that (F45). */
export function nextAddressDelayMs(random: Random): number {
  return random() * nextAddressMs;
}
