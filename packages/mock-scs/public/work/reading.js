// Applications show their work in words and figures of their own: of what is read from it, only what is of the expected kind is taken.

const longestText = 300;

export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const recordIn = (value) => (isRecord(value) ? value : {});
export const recordsIn = (value) => (Array.isArray(value) ? value.filter(isRecord) : []);
export const numberIn = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
export const textsIn = (value) => (Array.isArray(value) ? value.map(textIn).filter((text) => text !== undefined) : []);

/** A text that says something, not longer than a few lines. */
export function textIn(value) {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return value.length <= longestText ? value : `${value.slice(0, longestText)}…`;
}

/** The sum of those that are known; undefined where none is. */
export function sumOf(numbers) {
  const known = numbers.map(numberIn).filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
}
