const minuteMs = 60_000;

/**
 * The moment, in ISO 8601 and UTC, that clocks in this zone show as `local` (`2030-01-31T14:30`, as a browser's form field writes it). Where
 * clocks show it twice, the first one; where they leap over it, the moment they leap.
 * @throws RangeError for a zone that nobody knows
 */
export function utcOfLocalTime(local: string, zone: string): string | undefined {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const offsets = [asUtc - 1_440 * minuteMs, asUtc + 1_440 * minuteMs].map((utc) => offsetMs(zone, utc));
  const candidates = offsets.map((offset) => asUtc - offset).filter((utc) => utc + offsetMs(zone, utc) === asUtc);
  const utc = candidates.length > 0 ? Math.min(...candidates) : asUtc - Math.min(...offsets);
  return new Date(utc).toISOString();
}

/** How far clocks in this zone are ahead of UTC, ms. */
function offsetMs(zone: string, utc: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
}
