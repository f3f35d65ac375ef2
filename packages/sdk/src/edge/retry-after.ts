/** Nobody is left alone for longer than this, whatever they ask. ms */
const longestMs = 300_000;

/**
 * How long the header `Retry-After` asks to wait, ms, at most five minutes; 0 where it asks for nothing that can be understood.
 * `wallClock` is ms since 1970, for the form with a date.
 */
export function retryAfterMs(header: unknown, wallClock: number): number {
  if (typeof header !== 'string') return 0;
  const askedMs = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - wallClock;
  return Number.isFinite(askedMs) ? Math.min(Math.max(0, askedMs), longestMs) : askedMs > 0 ? longestMs : 0;
}
