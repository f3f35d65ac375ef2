import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';
import { recordsIn, sumOf } from '../work/reading.js';

const instances = ({ services }) =>
  Array.isArray(services) ? recordsIn(services).flatMap(({ instances: all }) => recordsIn(all)) : undefined;

/** The sum of a figure over the lists of all servers that serve: 0 where the lists are empty, undefined where none is said. */
function total(servers, listOf, figure) {
  const lists = servers.filter(({ isServing }) => isServing).map(({ work }) => listOf(work));
  if (!lists.some(Array.isArray)) return undefined;
  return sumOf(lists.flatMap(recordsIn).map((each) => each[figure])) ?? 0;
}

/** What there is of everything, in figures; nothing where no Interaction Server serves. */
export function overview({ servers }) {
  if (!servers.some(({ isServing }) => isServing)) return undefined;
  const failures = total(servers, instances, 'failures');
  const unrouted = total(servers, ({ unrouted: all }) => all, 'waiting');
  const setAside = total(servers, ({ capturePoints }) => capturePoints, 'setAside');
  const tiles = [
    { label: 'wait in queues', number: total(servers, ({ queues }) => queues, 'waiting') },
    { label: 'unrouted', number: unrouted, isBad: unrouted > 0 },
    { label: 'pending at routing servers', number: total(servers, ({ routingServers }) => routingServers, 'pending') },
    { label: 'resubmitted', number: total(servers, ({ routingServers }) => routingServers, 'resubmitted') },
    { label: 'requests of services', number: total(servers, instances, 'requests') },
    { label: 'failed requests', number: failures, isBad: failures > 0 },
    { label: 'set aside by Capture Points', number: setAside, isBad: setAside > 0 },
    { label: 'connected clients', number: sumOf(servers.map(({ work }) => work.clients)) },
  ];
  return h(
    'dl',
    { key: 'overview', class: 'tiles' },
    tiles
      .filter(({ number }) => number !== undefined)
      .map(({ label, number, isBad }) =>
        h(
          'div',
          { key: label, class: 'tile' },
          h('dt', {}, label),
          h(
            'dd',
            { class: isBad ? 'tone-middling' : undefined },
            isBad && h('span', { 'aria-hidden': 'true' }, '▲ '),
            count(number),
          ),
        ),
      ),
  );
}
