import { h } from '../dom/element.js';
import { count } from '../parts/marks.js';
import { numberIn, recordsIn, sumOf, textIn } from '../work/reading.js';
import { bounded } from './bounded.js';
import { fromServing } from './interaction-servers.js';
import { nothing, part, remark } from './part.js';
import { shareBar } from './share-bar.js';

/** How many interactions wait in each queue, those with most first, and what keeps some of them waiting. */
export function queuesPart({ servers, refresh }) {
  if (servers.length === 0) return undefined;
  if (!servers.some(({ isServing }) => isServing))
    return part('Queues', '', nothing('Queues are seen here as soon as an Interaction Server serves.'));
  const queues = queuesOf(servers);
  const waiting = sumOf(queues.map((each) => each.waiting));
  return part(
    'Queues',
    waiting !== undefined && `${count(waiting)} waiting`,
    queues.length === 0
      ? nothing(whyNone(servers))
      : queueTable(queues, { isShared: new Set(queues.map(({ server }) => server)).size > 1, refresh }),
    unrouted(servers, refresh),
  );
}

const queuesOf = (servers) =>
  fromServing(servers, ({ queues }) => recordsIn(queues)).sort(
    (a, b) => (numberIn(b.waiting) ?? 0) - (numberIn(a.waiting) ?? 0),
  );

const whyNone = (servers) =>
  servers.some(({ isServing, work }) => isServing && Array.isArray(work.queues))
    ? 'The workflow has no queue yet: name one in the workflow file of the Interaction Server.'
    : 'Nothing is known of the queues at the moment: the Interaction Server does not say how long they are.';

function queueTable(queues, { isShared, refresh }) {
  const most = Math.max(1, ...queues.map(({ waiting }) => numberIn(waiting) ?? 0));
  const { shown, more } = bounded('queues', queues, { step: 10, noun: 'queue', refresh });
  return [
    h(
      'ul',
      { key: 'queues', class: 'measures' },
      shown.map((each, index) => queueItem(each, { index, most, isShared })),
    ),
    more,
  ];
}

function queueItem({ queue, tenant, strategy, waiting, server }, { index, most, isShared }) {
  const number = numberIn(waiting);
  const about = [
    textIn(tenant),
    textIn(strategy) === undefined ? 'for agents' : `strategy ${textIn(strategy)}`,
    isShared && server,
  ].filter(Boolean);
  return h(
    'li',
    { key: index },
    h(
      'span',
      { class: 'measure-name' },
      h('strong', {}, textIn(queue) ?? 'a queue without a name'),
      h('small', { class: 'quiet' }, ` ${about.join(' · ')}`),
    ),
    shareBar([{ value: number ?? 0, tone: 'accent' }], most),
    h('span', { class: 'measure-figure' }, number === undefined ? 'not said' : count(number)),
  );
}

/** What waits although nobody is too busy for it, with the reason. */
function unrouted(servers, refresh) {
  const waiting = fromServing(servers, (work) => recordsIn(work.unrouted));
  const { shown, more } = bounded('unrouted', waiting, { step: 5, noun: 'unrouted strategy', refresh });
  return [
    shown.map(({ tenant, strategy, waiting: number, reason }, index) =>
      h(
        'div',
        { key: `unrouted ${index}` },
        remark(
          'middling',
          `${numberIn(number) === undefined ? 'Some wait' : `${count(number)} wait`} for strategy ${textIn(strategy) ?? 'without a name'}`,
          textIn(tenant) && ` of ${textIn(tenant)}`,
          `: ${textIn(reason) ?? 'no reason is given.'}`,
        ),
      ),
    ),
    more,
  ];
}
