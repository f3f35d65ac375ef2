import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';

/** The anchors between which the lines of a reach run: of the server itself, of what it reaches, and of the clusters on the way. */
export function reachedAnchors(reach, anchors, markOf) {
  if (reach === undefined) return undefined;
  const keys = { from: new Set(), to: new Set() };
  for (const [name, { key }] of anchors) {
    const mark = markOf(name);
    if (mark?.state === 'chosen' || mark?.isCluster) keys.from.add(key);
    if (mark?.state === 'reached') keys.to.add(key);
  }
  return keys;
}

/** One line of the picture. `active` is the anchor that is pointed at. */
export function lineOf({ key, from, to, count: number, path }, { estate, reached, active }) {
  const classes = ['line'];
  if (to.name !== undefined && isDown(to.name, estate)) classes.push('down');
  if (isActive(active, from, to)) classes.push('active');
  if (isReached(reached, from, to)) classes.push('reached');
  const width = number > 1 ? Math.min(1.2 + Math.log10(number), 5) : undefined;
  return h(
    'path',
    { key, class: classes.join(' '), d: path, 'stroke-width': width },
    number > 1 && h('title', {}, `${count(number)} connections`),
  );
}

export const isActive = (active, from, to) => active !== undefined && (from.key === active || to.key === active);
export const isReached = (reached, from, to) =>
  reached !== undefined && reached.from.has(from.key) && reached.to.has(to.key);

const isDown = (name, estate) => {
  const application = estate.get('application', name);
  return application?.type !== 'ApplicationCluster' && estate.status(name).status !== 'running';
};
