import { h } from '../dom/element.js';

const step = 10;
const height = 44;

/** The sessions of each step as bars; all instances of a type are drawn to the same scale. */
export function bars(steps, most) {
  const width = steps.length * step;
  const label = `New sessions in each ten seconds, the latest last: ${steps.slice(-6).join(', ')}`;
  return h(
    'svg',
    { viewBox: `0 0 ${width} ${height + 2}`, role: 'img', 'aria-label': label, preserveAspectRatio: 'none' },
    [0.5, 1].map((part) => h('path', { key: part, class: 'grid', d: `M0 ${height - part * height + 1}H${width}` })),
    steps.map((value, index) => {
      const high = (value / most) * height;
      return h('rect', {
        key: index,
        class: 'bar-of-chart',
        x: index * step + 1.5,
        y: height - high + 1,
        width: step - 3,
        height: high,
      });
    }),
    h('path', { key: 'base', class: 'base', d: `M0 ${height + 1}H${width}` }),
  );
}
