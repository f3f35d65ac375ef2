/**
 * Whether a version is of a release or of a later one. The third number of a version counts its first digit before its others, as the products do:
 * 8.0.21 and 8.0.210.07 lie between 8.0.2 and 8.0.3, and 8.1.200.12 is of release 8.1.2. A version that is none is of no release.
 */
export function isSince(version: string, release: string): boolean {
  const [given, first] = [numbersOf(version), numbersOf(release)];
  if (given === undefined || first === undefined) return false;
  const position = given.findIndex((number, at) => number !== first[at]);
  return position === -1 || (given[position] ?? 0) > (first[position] ?? 0);
}

/** Whether a version is known to be of a release before this one. */
export const isBefore = (version: string, release: string): boolean =>
  numbersOf(version) !== undefined && !isSince(version, release);

function numbersOf(version: string): readonly number[] | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:\.|$)/.exec(version);
  if (match === null) return undefined;
  const [, major, minor, third = '0'] = match;
  return [Number(major), Number(minor), Number(third.slice(0, 3).padEnd(3, '0'))];
}
