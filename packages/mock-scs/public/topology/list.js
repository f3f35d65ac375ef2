import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count, statusMark } from '../parts/marks.js';
import { countsText, statusCounts } from './group.js';
import { statusOf } from './view.js';

const mostConnections = 6;

/** The same as the picture, in words: for small screens, and for whoever likes it better. */
export function listOf({ structure, view, estate, markOf, onToggle }) {
  return h(
    'div',
    { class: 'topology-list' },
    view.groups.map((group) =>
      h(
        'details',
        { key: group.key, class: 'card', open: group.isOpen },
        h(
          'summary',
          {
            onclick: (event) => {
              event.preventDefault();
              onToggle(group.key);
            },
          },
          h('strong', {}, group.title),
          h('span', { class: 'quiet' }, ` ${count(group.found.length)} · ${countsText(statusCounts(group, estate))}`),
        ),
        group.isOpen &&
          h(
            'ul',
            {},
            group.shown.map((object) => item(object, { group, structure, estate, markOf })),
          ),
        group.isOpen &&
          group.shown.length < group.found.length &&
          h('p', { class: 'quiet' }, `${count(group.found.length - group.shown.length)} more: filter to see them`),
      ),
    ),
  );
}

function item(object, { group: { kind }, structure, estate, markOf }) {
  const { name, state, connections = [] } = object;
  const mark = kind === 'application' ? markOf(name) : undefined;
  const status = object.type === 'ApplicationCluster' ? 'cluster' : statusOf(object, kind, estate);
  const primary = structure.primaryOf.get(name);
  return h(
    'li',
    { key: name, class: mark?.state },
    linkTo(kind, name),
    ' ',
    statusMark(status),
    kind !== 'tenant' && state === 'disabled' && [' ', statusMark('disabled')],
    mark &&
      h(
        'p',
        { class: `reach-text ${mark.state}` },
        mark.state === 'reached' ? `✓ within reach: ${mark.text}` : mark.text,
      ),
    primary && h('p', { class: 'quiet' }, 'backup of ', linkTo('application', primary)),
    connections.length > 0 && h('p', { class: 'quiet' }, 'connects to ', connectionText(connections)),
  );
}

function connectionText(connections) {
  const names = connections.slice(0, mostConnections).map(({ application }) => application);
  const more = connections.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
