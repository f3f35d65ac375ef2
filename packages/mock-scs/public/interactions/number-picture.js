import { h } from '../dom/element.js';
import { fit } from '../topology/fit.js';
import { writeInterval } from './number-intervals.js';

const rowHeight = 24;
const barHeight = 14;
const foot = 18;
const nameStyle = { font: '600 12px', isName: true };
const textStyle = { font: '11px' };

/**
 * One row for what is to be served, one for each SMS Server. The pieces that all bounds cut the numbers into stand side by side, each as wide as
 * the next: it is their order that counts. Numbers of two servers are hatched, and gaps framed.
 */
export function numberPicture({ servers, hasServed, pieces }, { width, label }) {
  const names = Math.min(130, Math.floor(width * 0.32));
  const wide = (width - names - 2) / pieces.length;
  const rows = [
    ...(hasServed ? [{ name: 'to be served', isServed: true }] : []),
    ...servers.map(({ name }) => ({ name, isServed: false })),
  ];
  const height = rows.length * rowHeight + foot;
  const x = (index) => names + index * wide;
  return h(
    'svg',
    { class: 'work-picture', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label },
    pieces.map(
      ({ isGap }, index) =>
        isGap &&
        h('rect', {
          key: `gap ${index}`,
          class: 'gap',
          x: x(index) + 1,
          y: 1,
          width: wide - 2,
          height: height - foot - 2,
          rx: 4,
        }),
    ),
    rows.map((row, index) => rowOf(row, { index, pieces, names, wide, x })),
    pieces.map((piece, index) =>
      h(
        'text',
        { key: `label ${index}`, class: 'work-text middle', x: x(index) + wide / 2, y: height - 4 },
        labelOf(piece, wide - 4),
      ),
    ),
  );
}

/** The numbers of a piece, where there is room for them. */
function labelOf(piece, width) {
  const text = writeInterval(piece);
  return fit(text, width, textStyle) === text ? text : '';
}

function rowOf({ name, isServed }, { index, pieces, names, wide, x }) {
  const y = index * rowHeight + (rowHeight - barHeight) / 2;
  const isTaken = (piece) => (isServed ? piece.isServed : piece.takers.includes(name));
  return h(
    'g',
    { key: `row ${index}` },
    h(
      'text',
      { class: isServed ? 'work-text' : 'work-name', x: 0, y: y + 11 },
      fit(name, names - 8, isServed ? textStyle : nameStyle),
    ),
    pieces.map((piece, at) => {
      if (!isTaken(piece)) return undefined;
      const isDouble = !isServed && piece.takers.length > 1;
      const tone = isServed ? 'quiet' : isDouble ? 'bad' : 'accent';
      const place = { x: x(at) + 1, y, width: wide - 2, height: barHeight, rx: 3 };
      return h(
        'g',
        { key: `piece ${at}` },
        h('rect', { class: `part-of-bar tone-${tone}`, ...place }),
        isDouble && h('path', { class: 'hatching', d: hatching(place) }),
      );
    }),
  );
}

/** Slanted lines over a place, so that it is told apart without colours. */
function hatching({ x, y, width, height }) {
  let d = '';
  for (let at = x + 2; at + height < x + width; at += 8) d += `M${at} ${y + height}l${height} ${-height}`;
  return d;
}
