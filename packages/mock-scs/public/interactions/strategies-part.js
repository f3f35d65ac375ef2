import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count, counted, statusMark } from '../parts/marks.js';
import { shapeInText } from '../parts/shapes.js';
import { bounded } from './bounded.js';
import { absent, nothing, part, remark } from './part.js';
import { strategiesAndServers } from './strategies.js';

const mostServers = 6;
const places = {
  loaded: { shape: 'running', tone: 'good', text: 'loaded' },
  activated: { shape: 'initializing', tone: 'middling', text: 'activated, not loaded' },
  none: { text: 'not activated' },
};

/** Strategies by routing servers: who has what, what is pending where, and what keeps a routing server from taking part. */
export function strategiesPart(shown) {
  const { routing, strategies } = strategiesAndServers(shown);
  const title = 'Strategies and routing servers';
  if (routing.length === 0) return absent(title, 'There is no Universal Routing Server.');
  if (strategies.length === 0)
    return part(title, '', nothing('There is no strategy yet: add one, and activate it on routing servers (IXN-2).'));
  const servers = bounded('routing servers', routing, {
    ...{ step: mostServers, noun: 'routing server', refresh: shown.refresh },
  });
  const rows = bounded('strategies', strategies, { step: 12, noun: 'strategy', refresh: shown.refresh });
  const remarks = bounded('remarks on routing', routing.flatMap(remarksOf), {
    ...{ step: 6, noun: 'remark', refresh: shown.refresh },
  });
  const columns = servers.shown;
  return part(
    title,
    aside(routing),
    h(
      'div',
      { key: 'matrix', class: 'scrolling', role: 'group', tabindex: 0, 'aria-label': 'Which has which' },
      h(
        'table',
        { class: 'plain matrix' },
        head(columns, shown.estate),
        h(
          'tbody',
          {},
          rows.shown.map((each) => row(each, columns)),
        ),
        figures(columns),
      ),
    ),
    rows.more,
    servers.more,
    legend(),
    remarks.shown,
    remarks.more,
  );
}

function aside(routing) {
  const connected = routing.filter(({ isConnected }) => isConnected).length;
  return `${count(connected)} of ${counted(routing.length, 'routing server')} connected`;
}

const head = (columns, estate) =>
  h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'col' }, 'Strategy'),
      columns.map(({ name, isConnected }) =>
        h('th', { key: name, scope: 'col' }, serverName(name, isConnected, estate)),
      ),
      h('th', { scope: 'col', class: 'number' }, 'Unrouted'),
    ),
  );

function serverName(name, isConnected, estate) {
  if (estate.get('application', name) === undefined) return name;
  const { status } = estate.status(name);
  const isMissing = !isConnected && status === 'running';
  return [linkTo('application', name), h('small', {}, statusMark(status), isMissing && ' not connected')];
}

const row = ({ name, tenant, state, waiting, placeOn }, columns) =>
  h(
    'tr',
    { key: `${tenant} ${name}` },
    h(
      'th',
      { scope: 'row' },
      name,
      h('small', { class: 'quiet' }, ` ${tenant}`),
      state === 'disabled' && [' ', statusMark('disabled')],
    ),
    columns.map((server) => h('td', { key: server.name }, placeMark(placeOn(server)))),
    h('td', { class: 'number' }, waiting === undefined ? '–' : count(waiting)),
  );

/** How many interactions were given to it stands beside, where it is known. */
function placeMark({ place, submitted }) {
  const { shape, tone, text } = places[place];
  return h(
    'span',
    { class: `place tone-${tone ?? 'idle'}` },
    shape === undefined ? h('span', { 'aria-hidden': 'true' }, '–') : shapeInText(shape),
    h('span', { class: 'only-spoken' }, text),
    submitted > 0 && h('small', {}, ` ${count(submitted)}`, h('span', { class: 'only-spoken' }, ' given')),
  );
}

const figures = (columns) =>
  h(
    'tfoot',
    {},
    [
      ['Pending', 'pending'],
      ['Resubmitted', 'resubmitted'],
    ].map(([label, figure]) =>
      h(
        'tr',
        { key: figure },
        h('th', { scope: 'row' }, label),
        columns.map((server) =>
          h('td', { key: server.name }, server[figure] === undefined ? '–' : count(server[figure])),
        ),
        h('td', {}),
      ),
    ),
  );

const legend = () =>
  h(
    'p',
    { key: 'legend', class: 'legend quiet', 'aria-hidden': 'true' },
    Object.values(places).map(({ shape, tone, text }) =>
      h('span', {}, shape === undefined ? '– ' : h('span', { class: `tone-${tone}` }, shapeInText(shape)), text),
    ),
    h('span', {}, 'figure: interactions given'),
  );

function remarksOf({ name, isConnected, isParticipant, isTaking, missing, problem }) {
  const sentences = [
    isConnected && !isParticipant && `${name} takes no part: it gets no interactions.`,
    isConnected && isParticipant && !isTaking && `${name} takes no interactions at the moment.`,
    problem && `${name}: ${problem}`,
    ...missing,
  ];
  return sentences
    .filter(Boolean)
    .map((sentence) => h('div', { key: `${name} ${sentence}` }, remark('middling', sentence)));
}
