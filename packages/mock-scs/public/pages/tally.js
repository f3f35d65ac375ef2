import { h } from '../dom/element.js';
import { statusMark } from '../parts/marks.js';
import { urgencyOf, wordsOf } from '../parts/run-states.js';

/** How many applications there are of each status, as a map. */
export function tally(names, estate) {
  const counts = new Map();
  for (const name of names) {
    const { status } = estate.status(name);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => urgencyOf(a) - urgencyOf(b)));
}

/** `2 unknown, 7 running`, each with its shape. */
export const tallyText = (counts) =>
  counts.size === 0
    ? '—'
    : h(
        'span',
        { class: 'tally' },
        [...counts].map(([status, number]) => statusMark(status, `${number} ${wordsOf(status)}`)),
      );

/** The servers that `keysOf` puts under each key. */
export function byKey(estate, keysOf) {
  const groups = new Map();
  for (const application of estate.all('application')) {
    if (application.type === 'ApplicationCluster') continue;
    for (const key of keysOf(application)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(application.name);
    }
  }
  return groups;
}
