import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { statusMark } from '../parts/marks.js';

const mostShown = 50;

/** What the application connects to, and what connects to it. */
export function connectionLists({ name, connections }, estate) {
  const clients = estate
    .all('application')
    .filter((each) => each.connections.some(({ application }) => application === name))
    .map((each) => ({
      application: each.name,
      ...each.connections.find(({ application }) => application === name),
      name: each.name,
    }));
  return h(
    'section',
    { key: 'connections', class: 'card', 'aria-label': 'Connections' },
    h('h2', {}, 'Connections'),
    list(
      'It connects to nothing.',
      connections.map((each) => ({ ...each, name: each.application })),
      estate,
    ),
    h('h3', {}, 'Connected from'),
    list('Nothing connects to it.', clients, estate),
  );
}

function list(none, connections, estate) {
  if (connections.length === 0) return h('p', { class: 'quiet' }, none);
  const shown = connections.slice(0, mostShown);
  return [
    h(
      'ul',
      { class: 'plain-list' },
      shown.map(({ name, portId, parameters }, index) =>
        h(
          'li',
          { key: `${name} ${index}` },
          linkTo('application', name),
          ' ',
          markOf(name, estate),
          h('small', { class: 'quiet' }, details(portId, parameters)),
        ),
      ),
    ),
    connections.length > mostShown && h('p', { class: 'quiet' }, `and ${connections.length - mostShown} more`),
  ];
}

function markOf(name, estate) {
  const type = estate.get('application', name)?.type;
  return type === 'ApplicationCluster' ? statusMark('cluster') : statusMark(estate.status(name).status);
}

function details(portId, parameters = {}) {
  const parts = [portId && `port ${portId}`, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)];
  return parts
    .filter(Boolean)
    .map((part) => ` · ${part}`)
    .join('');
}
