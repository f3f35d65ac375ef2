// Telephone numbers as the configuration writes them: `+1650, +15100-+15109`, prefixes and ranges of prefixes of one length (SMS-2).

/** No telephone number has more digits (E.164). */
const longestNumber = 15;
export const everyNumber = { first: 0, last: 10 ** longestNumber - 1 };

/** The intervals of a list, each written out to 15 digits; what cannot be read is left to the rules. */
export function intervalsIn(text) {
  return text
    .split(',')
    .map(intervalOf)
    .filter((each) => each !== undefined);
}

function intervalOf(item) {
  const [, from = '', to = from] = /^\+?(\d+)(?:-\+?(\d+))?$/.exec(item.replaceAll(/[\s.()]/g, '')) ?? [];
  if (from === '' || from.length !== to.length || from.length > longestNumber || from > to) return undefined;
  const missing = longestNumber - from.length;
  return { first: Number(from + '0'.repeat(missing)), last: Number(to + '9'.repeat(missing)) };
}

/** The shortest way to write an interval. */
export function writeInterval({ first, last }) {
  const [from, to] = [first, last].map((number) => String(number).padStart(longestNumber, '0'));
  let length = longestNumber;
  while (length > 1 && from[length - 1] === '0' && to[length - 1] === '9') length -= 1;
  if (length === 1 && from[0] === '0' && to[0] === '9') return 'every number';
  const [shortFrom, shortTo] = [from.slice(0, length), to.slice(0, length)];
  return shortFrom === shortTo ? `+${shortFrom}` : `+${shortFrom}–${shortTo}`;
}

/** The pieces that the bounds of all intervals cut them into, in order; without those that belong to none. */
export function piecesOf(intervals) {
  const bounds = new Set(intervals.flatMap(({ first, last }) => [first, last + 1]));
  const inOrder = [...bounds].sort((a, b) => a - b);
  return inOrder
    .slice(0, -1)
    .map((first, index) => ({ first, last: inOrder[index + 1] - 1 }))
    .filter((piece) => intervals.some((each) => isWithin(piece, each)));
}

export const isWithin = (piece, { first, last }) => piece.first >= first && piece.last <= last;
