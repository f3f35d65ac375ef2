import { h } from '../dom/element.js';
import { addressOf } from '../parts/links.js';
import { toneOf, wordsOf } from '../parts/run-states.js';
import { shapeAt } from '../parts/shapes.js';
import { fit } from './fit.js';
import { anchorOfBox } from './lines.js';
import { statusOf } from './view.js';

const nameStyle = { font: '600 12px', isName: true };
const textStyle = { font: '11px' };

/** The box of an application, a host or a tenant: a link to its page. `mark` says whether it is within reach. */
export function boxOf(object, place, { kind, estate, mark, isActive, by }) {
  const { name, state } = object;
  const isCluster = object.type === 'ApplicationCluster';
  const status = isCluster ? 'cluster' : statusOf(object, kind, estate);
  const text = textOf(object, { kind, status, estate, by });
  const classes = ['box', `box-${isCluster ? 'cluster' : kind}`, `tone-${toneOf(status)}`];
  if (state === 'disabled') classes.push('disabled');
  if (mark !== undefined) classes.push(mark.state);
  if (isActive) classes.push('active');
  const label = [
    name,
    object.type,
    text,
    state === 'disabled' && kind !== 'tenant' && 'disabled in configuration',
    mark?.text,
  ].filter(Boolean);
  return h(
    'a',
    {
      key: `${kind} ${name}`,
      class: classes.join(' '),
      href: addressOf(kind, name),
      'aria-label': label.join(', '),
      'data-name': kind === 'application' ? name : undefined,
      'data-anchor': kind === 'application' ? anchorOfBox(name) : undefined,
    },
    h('title', {}, label.join('\n')),
    h('path', { class: 'frame', d: outlineOf(place, isCluster, kind) }),
    shapeAt(status, place.x + 11, place.y + 26),
    h(
      'text',
      { class: 'box-name', x: place.x + 11, y: place.y + 18 },
      fit(name, place.width - (mark === undefined ? 20 : 36), nameStyle),
    ),
    h(
      'text',
      { class: 'box-text', x: place.x + 29, y: place.y + 36 },
      fit(mark?.state === 'unreached' ? mark.text : text, place.width - 37, textStyle),
    ),
    mark && h('text', { class: 'box-mark', x: place.x + place.width - 11, y: place.y + 18 }, marks[mark.state]),
  );
}

const marks = { reached: '✓', unreached: '–', chosen: '★' };

function textOf({ name, type, host, state, isPrimary, address }, { kind, status, estate, by }) {
  if (kind === 'host') return status === 'running' ? `connected · ${address}` : status;
  if (kind === 'tenant') return status;
  if (status === 'cluster') return state === 'disabled' ? 'disabled' : 'cluster';
  const { mode } = estate.status(name);
  const parts = [wordsOf(status), state === 'disabled' && 'disabled', (!isPrimary || mode !== 'primary') && mode];
  return [...parts, by === 'host' ? type : host].filter(Boolean).join(' · ');
}

/** Clusters have cut corners, tenants are round, everything else is a box. */
function outlineOf({ x, y, width, height }, isCluster, kind) {
  if (isCluster) {
    const cut = 10;
    return `M${x + cut} ${y}H${x + width - cut}L${x + width} ${y + cut}V${y + height - cut}L${x + width - cut} ${y + height}H${x + cut}L${x} ${y + height - cut}V${y + cut}z`;
  }
  const r = kind === 'tenant' ? height / 2 : kind === 'host' ? 2 : 8;
  return `M${x + r} ${y}H${x + width - r}a${r} ${r} 0 0 1 ${r} ${r}V${y + height - r}a${r} ${r} 0 0 1 ${-r} ${r}H${x + r}a${r} ${r} 0 0 1 ${-r} ${-r}V${y + r}a${r} ${r} 0 0 1 ${r} ${-r}z`;
}
