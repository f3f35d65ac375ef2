import { h } from '../dom/element.js';
import { count, counted } from '../parts/marks.js';
import { toneOf, urgencyOf, wordsOf } from '../parts/run-states.js';
import { shapeAt } from '../parts/shapes.js';
import { fit } from './fit.js';
import { anchorOfGroup } from './lines.js';
import { statusOf } from './view.js';

const statusLines = 3;
const titleStyle = { font: '650 12.5px', isName: true };

/** How many members of a group there are of each status, what needs looking at first. */
export function statusCounts({ found, kind }, estate) {
  const counts = new Map();
  for (const each of found) {
    const status = each.type === 'ApplicationCluster' ? 'cluster' : statusOf(each, kind, estate);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => urgencyOf(a) - urgencyOf(b));
}

export const countsText = (counts) =>
  counts.map(([status, number]) => `${count(number)} ${wordsOf(status)}`).join(', ');

export const frameOf = ({ group, x, y, width, height }) =>
  h('rect', { key: group.key, class: 'group-frame', x, y, width, height, rx: 12 });

/** The heading of a group, which opens and closes it; where it is closed, with its counts. */
export function groupOf({ group, x, y, width, height }, { estate, onToggle, reached, boxes }) {
  const counts = statusCounts(group, estate);
  const hostStatus = group.host === undefined ? undefined : estate.hostStatus(group.host);
  const toggle = () => onToggle(group.key);
  const label = [
    group.title,
    hostStatus && `host ${hostStatus === 'running' ? 'connected' : hostStatus}`,
    counted(group.found.length, nounOf(group)),
    countsText(counts),
  ];
  return h(
    'g',
    { key: `group ${group.key}`, class: `group ${group.isOpen ? 'open' : 'closed'}` },
    h(
      'g',
      {
        class: 'group-head',
        role: 'button',
        tabindex: 0,
        'data-anchor': anchorOfGroup(group),
        'aria-expanded': String(group.isOpen),
        'aria-label': label.filter(Boolean).join(', '),
        onclick: toggle,
        onkeydown: (event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          toggle();
        },
      },
      h('rect', {
        class: 'group-hit',
        x: x + 3,
        y: y + 3,
        width: width - 6,
        height: group.isOpen ? 26 : height - 6,
        rx: 9,
      }),
      h('path', {
        class: 'chevron',
        d: group.isOpen ? `M${x + 12} ${y + 13}l4 5 4-5` : `M${x + 13} ${y + 11}l5 4-5 4`,
      }),
      hostStatus && shapeAt(hostStatus, x + 27, y + 10),
      h(
        'text',
        { class: 'group-title', x: x + (hostStatus ? 44 : 27), y: y + 20 },
        fit(group.title, width - (hostStatus ? 44 : 27) - 22 - 7 * count(group.found.length).length, titleStyle),
      ),
      h('text', { class: 'group-count', x: x + width - 12, y: y + 20 }, count(group.found.length)),
      !group.isOpen && closedBody(counts, { x, y, width, reached }),
    ),
    group.isOpen &&
      group.shown.length === 0 &&
      h('text', { class: 'box-text', x: x + 12, y: y + 44 }, 'no applications'),
    group.isOpen &&
      group.shown.length < group.found.length &&
      h(
        'text',
        { class: 'box-text', x: x + 12, y: y + height - 11 },
        `${count(group.found.length - group.shown.length)} more: filter to see them`,
      ),
    boxes,
  );
}

const nounOf = ({ kind }) => kind;

/** A bar in which every status has its part, and the first few in words. */
function closedBody(counts, { x, y, width, reached }) {
  const all = counts.reduce((sum, [, number]) => sum + number, 0);
  const whole = width - 24;
  let left = x + 12;
  const parts = counts.map(([status, number]) => {
    const part = (number / all) * whole;
    const rect = h('rect', {
      key: status,
      class: `part tone-${toneOf(status)}`,
      x: left,
      y: y + 31,
      width: Math.max(part - 1, 1),
      height: 7,
    });
    left += part;
    return rect;
  });
  const lines = counts.slice(0, statusLines - (reached === undefined ? 0 : 1));
  return [
    parts,
    lines.map(([status, number], index) => [
      h(
        'g',
        { key: `line ${index}` },
        shapeAt(status, x + 12, y + 44 + index * 16),
        h('text', { class: 'box-text', x: x + 29, y: y + 54 + index * 16 }, `${count(number)} ${wordsOf(status)}`),
      ),
    ]),
    reached !== undefined &&
      h(
        'text',
        { key: 'reached', class: 'box-text reached-count', x: x + 12, y: y + 54 + lines.length * 16 },
        `✓ ${count(reached)} within reach`,
      ),
  ];
}
