import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { timeOf } from '../parts/marks.js';

const marks = { info: '', warning: '▲ ', error: '✕ ' };
const tones = { info: 'none', warning: 'middling', error: 'bad' };

/** One line of the log. */
export const eventRow = ({ id, at, kind, level, message, objects }) =>
  h(
    'tr',
    { key: id, class: `level-${level}` },
    h('td', { 'data-label': 'Time' }, h('time', { datetime: new Date(at).toISOString() }, timeOf(at))),
    h('td', { 'data-label': 'Kind' }, kind),
    h(
      'td',
      { 'data-label': 'Object' },
      objects.length === 0
        ? '—'
        : objects.map((object, index) => [index > 0 && ', ', linkTo(object.kind, object.name)]),
    ),
    h(
      'td',
      { 'data-label': 'What', class: 'message-text' },
      h('span', {}, h('span', { class: `tone-${tones[level]}` }, marks[level] && `${marks[level]}${level}: `), message),
    ),
  );
