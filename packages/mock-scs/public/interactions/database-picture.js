import { h } from '../dom/element.js';
import { fit } from '../topology/fit.js';
import { shapeAt } from '../parts/shapes.js';

const height = 52;
const gap = 12;
const nameStyle = { font: '600 12px', isName: true };
const textStyle = { font: '11px' };
const tones = { 'in use': 'good', lost: 'bad', 'another database': 'middling' };
const shapes = { good: 'running', bad: 'disconnected', middling: 'service-unavailable', idle: 'stopped' };

/** Database Access Points on the left, with a line each to the database that they lead to. `label` says the same in words. */
export function databasePicture({ points, databases }, { width, label }) {
  const wide = Math.floor((width - Math.min(120, width * 0.18)) / 2);
  const rows = Math.max(points.length, databases.length);
  const all = rows * (height + gap) - gap + 2;
  const placeOfPoint = places(
    points.map(({ name }) => name),
    all,
  );
  const placeOfDatabase = places(
    databases.map(({ key }) => key),
    all,
  );
  const right = width - wide - 1;
  return h(
    'svg',
    { class: 'work-picture', viewBox: `0 0 ${width} ${all}`, width, height: all, role: 'img', 'aria-label': label },
    points.map((each) => line(each, placeOfPoint.get(each.name), placeOfDatabase.get(each.leadsTo), { wide, right })),
    points.map((each) => pointBox(each, placeOfPoint.get(each.name), wide)),
    databases.map((each) => cylinder(each, { x: right, y: placeOfDatabase.get(each.key), wide })),
  );
}

/** Each in the middle of its share of the height. */
function places(items, all) {
  const share = all / items.length;
  return new Map(items.map((each, index) => [each, index * share + (share - height) / 2]));
}

function line({ name, isOther, isLost }, y, target, { wide, right }) {
  const [from, to] = [y + height / 2, target + height / 2];
  const bend = (right - wide) / 2;
  const tone = isLost ? 'bad' : isOther ? 'middling' : 'none';
  return h('path', {
    key: `line ${name}`,
    class: `work-line tone-${tone}${isLost ? ' broken' : ''}`,
    d: `M${wide} ${from}C${wide + bend} ${from} ${right - bend} ${to} ${right} ${to}`,
  });
}

function pointBox({ name, state }, y, wide) {
  const tone = tones[state] ?? 'idle';
  return h(
    'g',
    { key: `point ${name}`, class: `work-box tone-${tone}` },
    h('rect', { x: 1, y, width: wide - 1, height, rx: 8 }),
    h('text', { class: 'work-name', x: 11, y: y + 22 }, fit(name, wide - 22, nameStyle)),
    shapeAt(shapes[tone], 11, y + 31),
    h('text', { class: 'work-text', x: 29, y: y + 41 }, fit(state ?? 'not said', wide - 40, textStyle)),
  );
}

function cylinder({ key, name, identity, isOther }, { x, y, wide }) {
  const [curve, w] = [6, wide];
  const tone = isOther ? 'middling' : 'none';
  const text = identity === undefined ? 'identity not known' : identity;
  return h(
    'g',
    { key: `database ${key}`, class: `work-box tone-${tone}` },
    h('path', {
      d: `M${x} ${y + curve}a${w / 2} ${curve} 0 0 1 ${w} 0v${height - 2 * curve}a${w / 2} ${curve} 0 0 1 ${-w} 0z`,
    }),
    h('path', { class: 'rim', d: `M${x} ${y + curve}a${w / 2} ${curve} 0 0 0 ${w} 0` }),
    h(
      'text',
      { class: 'work-name', x: x + 11, y: y + 27 },
      fit(`${isOther ? '▲ ' : ''}${name ?? (isOther ? 'another database' : 'a database')}`, w - 22, nameStyle),
    ),
    h('text', { class: 'work-text', x: x + 11, y: y + 42 }, fit(text, w - 22, { ...textStyle, isName: true })),
  );
}
