import { h } from '../dom/element.js';
import { boxOf } from './box.js';
import { frameOf, groupOf } from './group.js';
import { layoutOf } from './layout.js';
import { isActive, isReached, lineOf, reachedAnchors } from './line.js';
import { anchorOfBox, anchorsOf, linesOf } from './lines.js';
import { tiesOf } from './ties.js';

const smallestScale = 0.75;
const largestScale = 1.15;
/** Of more lines than these nobody would see anything: then only those that matter at the moment are drawn. */
const mostAtOnce = 300;

/** The drawing of a view of the estate. `active` is the anchor that is pointed at: its lines are brought out. */
export function pictureOf(shown) {
  const { structure, view, by, reach, markOf, active, width, onActive } = shown;
  const layout = layoutOf(view, by);
  const anchors = anchorsOf(layout);
  const reached = reachedAnchors(reach, anchors, markOf);
  const all = linesOf(structure, anchors);
  const lines =
    all.length <= mostAtOnce
      ? all
      : all.filter(({ from, to }) => isActive(active, from, to) || isReached(reached, from, to));
  const scale = Math.min(largestScale, Math.max(smallestScale, width / layout.width));
  return h(
    'svg',
    {
      class: `topology by-${by}${reach === undefined ? '' : ' with-reach'}`,
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      width: Math.round(layout.width * scale),
      height: Math.round(layout.height * scale),
      role: 'group',
      'aria-label': 'Topology of the estate',
      onfocusin: (event) => onActive(anchorAt(event)),
      onfocusout: () => onActive(undefined),
      onmouseover: (event) => onActive(anchorAt(event)),
      onmouseleave: () => onActive(undefined),
    },
    h('g', { key: 'frames', 'aria-hidden': 'true' }, layout.frames.map(frameOf)),
    h(
      'g',
      { key: 'lines', 'aria-hidden': 'true' },
      lines.map((line) => lineOf(line, { ...shown, reached })),
    ),
    h('g', { key: 'ties', 'aria-hidden': 'true' }, tiesOf(structure, layout)),
    layout.frames.map((frame) => groupWithBoxes(frame, { ...shown, layout })),
  );
}

const anchorAt = (event) => event.target.closest('[data-anchor]')?.dataset.anchor;

function groupWithBoxes(frame, { estate, by, markOf, reach, active, layout, onToggle }) {
  const { group } = frame;
  const isOfApplications = group.kind === 'application';
  const hasReach = reach !== undefined && isOfApplications;
  const boxes = group.shown.map((object) =>
    boxOf(object, layout.boxes.get(`${group.kind} ${object.name}`), {
      ...{ kind: group.kind, estate, by },
      mark: isOfApplications ? markOf(object.name) : undefined,
      isActive: isOfApplications && anchorOfBox(object.name) === active,
    }),
  );
  const reached = hasReach ? group.found.filter(({ name }) => markOf(name)?.state === 'reached').length : undefined;
  return groupOf(frame, { estate, onToggle, reached, boxes });
}
