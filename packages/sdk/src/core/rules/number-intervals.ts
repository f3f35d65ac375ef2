/** No telephone number has more digits (E.164). */
const longestNumber = 15;

/** Telephone numbers from `first` to `last`, both included, each written out to 15 digits: a prefix stands for all numbers that begin with it. */
export interface NumberInterval {
  readonly first: number;
  readonly last: number;
}

/** What a list of numbers says; and the items of it that say nothing. */
export interface NumberList {
  readonly intervals: readonly NumberInterval[];
  readonly unreadable: readonly string[];
}

/** Reads `+1650, +15100000-+15109999`: prefixes, and ranges of prefixes of the same length. Spaces, dots and brackets within a number do not count. */
export function readNumberList(text: string): NumberList {
  const intervals: NumberInterval[] = [];
  const unreadable: string[] = [];
  for (const item of text.split(',').map((each) => each.trim())) {
    if (item === '') continue;
    const interval = readItem(item);
    if (interval === undefined) unreadable.push(item);
    else intervals.push(interval);
  }
  return { intervals, unreadable };
}

function readItem(item: string): NumberInterval | undefined {
  const match = /^\+?(\d+)(?:-\+?(\d+))?$/.exec(item.replaceAll(/[\s.()]/g, ''));
  const [, from = '', to = from] = match ?? [];
  if (from === '' || from.length !== to.length || from.length > longestNumber || from > to) return undefined;
  const missing = longestNumber - from.length;
  return { first: Number(from + '0'.repeat(missing)), last: Number(to + '9'.repeat(missing)) };
}

/** The shortest way to write an interval: `+1650`, or `+15100-+15109`. */
export function writeInterval({ first, last }: NumberInterval): string {
  const [from, to] = [digitsOf(first), digitsOf(last)];
  let length = longestNumber;
  while (length > 1 && from[length - 1] === '0' && to[length - 1] === '9') length -= 1;
  const [shortFrom, shortTo] = [from.slice(0, length), to.slice(0, length)];
  return shortFrom === shortTo ? `+${shortFrom}` : `+${shortFrom}-+${shortTo}`;
}

export const writeIntervals = (intervals: readonly NumberInterval[]): string => intervals.map(writeInterval).join(', ');

const digitsOf = (number: number): string => String(number).padStart(longestNumber, '0');

/** The same numbers, in order, as few intervals as can say them. */
export function merged(intervals: readonly NumberInterval[]): readonly NumberInterval[] {
  const result: NumberInterval[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const previous = result.at(-1);
    if (previous === undefined || first > previous.last + 1) result.push({ first, last });
    else result[result.length - 1] = { first: previous.first, last: Math.max(previous.last, last) };
  }
  return result;
}

export interface Overlap<T> {
  readonly owner: T;
  readonly other: T;
  /** The numbers of both, in order. */
  readonly common: readonly NumberInterval[];
}

/** Every two owners that have numbers in common. The later one in the list is the owner, the earlier one the other. */
export function overlapsAmong<T>(
  owned: readonly { readonly owner: T; readonly intervals: readonly NumberInterval[] }[],
): readonly Overlap<T>[] {
  const all = owned
    .flatMap(({ intervals }, position) => merged(intervals).map((interval) => ({ ...interval, position })))
    .sort((a, b) => a.first - b.first);
  const found = new Map<string, { earlier: number; later: number; common: NumberInterval[] }>();
  let open: typeof all = [];
  for (const next of all) {
    open = open.filter(({ last }) => last >= next.first);
    for (const { position, last } of open) {
      const [earlier, later] = [Math.min(position, next.position), Math.max(position, next.position)];
      const pair = found.get(`${earlier} ${later}`) ?? { earlier, later, common: [] };
      pair.common.push({ first: next.first, last: Math.min(last, next.last) });
      found.set(`${earlier} ${later}`, pair);
    }
    open.push(next);
  }
  return [...found.values()].flatMap(({ earlier, later, common }) => {
    const [owner, other] = [owned[later]?.owner, owned[earlier]?.owner];
    return owner === undefined || other === undefined ? [] : [{ owner, other, common }];
  });
}

/** The numbers of the first that are not among the others. */
export function difference(
  some: readonly NumberInterval[],
  others: readonly NumberInterval[],
): readonly NumberInterval[] {
  const without = merged(others);
  return merged(some).flatMap(({ first, last }) => {
    const left: NumberInterval[] = [];
    let next = first;
    for (const taken of without) {
      if (taken.last < next || taken.first > last) continue;
      if (taken.first > next) left.push({ first: next, last: taken.first - 1 });
      next = taken.last + 1;
    }
    if (next <= last) left.push({ first: next, last });
    return left;
  });
}
