import { h } from '../dom/element.js';

/** A bar as long as the values of its parts, where `most` is the whole width. What it says must stand beside it in figures. */
export function shareBar(parts, most) {
  let left = 0;
  return h(
    'svg',
    { class: 'share-bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { key: 'track', class: 'track', width: 100, height: 10 }),
    parts.map(({ value, tone }, index) => {
      const width = most <= 0 ? 0 : Math.min((Math.max(value, 0) / most) * 100, 100 - left);
      const x = left;
      left += width;
      return h('rect', { key: `part ${index}`, class: `part-of-bar tone-${tone}`, x, width, height: 10 });
    }),
  );
}
