/** Nobody is left alone for longer than this, whatever they ask. ms */
const longestMs = 300_000;

/**
 * How long the header `Retry-After` asks to wait, ms, at most five minutes; 0 where it asks for nothing that can be understood. A date counts
 * from the date of the answer, so that it does not matter how wrong our own wall clock is (F31); `wallClock`, ms since 1970, is for answers without.
 */
export function retryAfterMs(
  { 'retry-after': asked, date }: Readonly<Record<string, unknown>>,
  wallClock: number,
): number {
  if (typeof asked !== 'string') return 0;
  const askedMs = /^\d+$/.test(asked.trim())
    ? Number(asked) * 1_000
    : Date.parse(asked) - (millisecondsOf(date) ?? wallClock);
  return Number.isFinite(askedMs) ? Math.min(Math.max(0, askedMs), longestMs) : askedMs > 0 ? longestMs : 0;
}

function millisecondsOf(date: unknown): number | undefined {
  const at = typeof date === 'string' ? Date.parse(date) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
