import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';
import { boxOf } from './box.js';
import { groupOf } from './group.js';
import { layoutOf } from './layout.js';
import { linesOf } from './lines.js';

const smallestScale = 0.75;
const largestScale = 1.15;

/** The drawing of a view of the estate. `active` is the application that is pointed at: its lines are brought out. */
export function pictureOf({ structure, view, estate, by, markOf, reach, active, width, onToggle, onActive }) {
  const layout = layoutOf(view, by);
  const lines = linesOf(structure, layout);
  const scale = Math.min(largestScale, Math.max(smallestScale, width / layout.width));
  const reachedIn = (group) =>
    reach === undefined || group.kind !== 'application'
      ? undefined
      : group.found.filter(({ name }) => markOf(name)?.state === 'reached').length;
  return h(
    'svg',
    {
      class: `topology by-${by}${reach === undefined ? '' : ' with-reach'}`,
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      width: Math.round(layout.width * scale),
      height: Math.round(layout.height * scale),
      role: 'group',
      'aria-label': 'Topology of the estate',
      onfocusin: (event) => onActive(nameAt(event)),
      onfocusout: () => onActive(undefined),
      onmouseover: (event) => onActive(nameAt(event)),
      onmouseleave: () => onActive(undefined),
    },
    layout.frames.map((frame) => groupOf(frame, { estate, onToggle, reached: reachedIn(frame.group) })),
    h(
      'g',
      { key: 'lines', class: 'lines', 'aria-hidden': 'true' },
      lines.map((line) => lineOf(line, { estate, markOf, reach, active })),
    ),
    pairsOf(structure, layout),
    h(
      'g',
      { key: 'boxes' },
      layout.frames.flatMap(({ group }) =>
        group.isOpen
          ? group.shown.map((object) =>
              boxOf(object, layout.boxes.get(`${group.kind} ${object.name}`), {
                ...{ kind: group.kind, estate, by },
                mark: group.kind === 'application' ? markOf(object.name) : undefined,
                isActive: group.kind === 'application' && object.name === active,
              }),
            )
          : [],
      ),
    ),
  );
}

const nameAt = (event) => event.target.closest('[data-name]')?.dataset.name;

function lineOf({ key, from, to, count: number, path }, { estate, markOf, reach, active }) {
  const classes = ['line'];
  if (to.name !== undefined && isDown(to.name, estate)) classes.push('down');
  if (active !== undefined && (from.name === active || to.name === active)) classes.push('active');
  if (isWithinReach(from.name, markOf) && isReached(to.name, markOf) && reach !== undefined) classes.push('reached');
  return h(
    'path',
    {
      key,
      class: classes.join(' '),
      d: path,
      'stroke-width': number > 1 ? Math.min(1.2 + Math.log10(number), 5) : undefined,
    },
    number > 1 && h('title', {}, `${count(number)} connections`),
  );
}

const isReached = (name, markOf) => name !== undefined && markOf(name)?.state === 'reached';
const isWithinReach = (name, markOf) =>
  name !== undefined &&
  (markOf(name)?.state === 'chosen' || (isReached(name, markOf) && markOf(name).text.startsWith('leads')));

const isDown = (name, estate) => {
  const application = estate.get('application', name);
  return application?.type !== 'ApplicationCluster' && estate.status(name).status !== 'running';
};

/** The tie between a primary and its backup. */
function pairsOf({ primaryOf }, { boxes }) {
  const ties = [...primaryOf].flatMap(([backup, primary]) => {
    const [one, other] = [boxes.get(`application ${primary}`), boxes.get(`application ${backup}`)];
    return one === undefined || other === undefined ? [] : [tie(backup, one, other)];
  });
  return h('g', { key: 'pairs', class: 'pairs', 'aria-hidden': 'true' }, ties);
}

function tie(key, one, other) {
  const isNext = one.x === other.x && other.y - one.y < 60;
  const d = isNext
    ? `M${one.x - 1} ${one.y + one.height / 2}h-4V${other.y + other.height / 2}h4`
    : `M${one.x} ${one.y + 8}C${one.x - 30} ${one.y} ${other.x - 30} ${other.y} ${other.x} ${other.y + 8}`;
  return h('path', { key, class: 'tie', d });
}
