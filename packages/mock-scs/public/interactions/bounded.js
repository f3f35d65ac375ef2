import { moreButton } from '../parts/more-button.js';

const shownOf = new Map();

/** The first of a list, and a button for more of it; `key` tells one list from another. */
export function bounded(key, items, { step, noun, refresh }) {
  const most = shownOf.get(key) ?? step;
  const onMore = () => {
    shownOf.set(key, most + Math.max(step, 50));
    refresh();
  };
  return { shown: items.slice(0, most), more: moreButton({ left: items.length - most, noun, onMore }) };
}
