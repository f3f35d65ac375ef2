import { h } from '../dom/element.js';
import { eventRow } from './event-row.js';

const mostShown = 10;

/** The last things that happened to one object. */
export function objectEvents(kind, name, { log }) {
  const own = log.entries
    .filter((entry) => entry.kind !== 'load' && entry.objects.some((each) => each.kind === kind && each.name === name))
    .slice(-mostShown)
    .reverse();
  return h(
    'section',
    { key: 'events', class: 'card', 'aria-label': 'Last events' },
    h('h2', {}, 'Last events'),
    own.length === 0
      ? h('p', { class: 'quiet' }, 'None since this console was opened.')
      : h('table', { class: 'events plain cards-on-phone' }, h('tbody', {}, own.map(eventRow))),
    h('p', {}, h('a', { href: `#/events?object=${encodeURIComponent(name)}` }, 'All of its events')),
  );
}
