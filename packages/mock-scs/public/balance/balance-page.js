import { h } from '../dom/element.js';
import { count, counted, statusMark } from '../parts/marks.js';
import { linkTo } from '../parts/links.js';
import { bars } from './bars.js';

const mostShown = 40;
const pauseMs = 2000;
let timer;
let chosen = '';

/** Who was given the new sessions of the last five minutes. */
export const balancePage = {
  section: 'balance',
  title: () => 'Balance',
  open({ refresh }) {
    timer = setInterval(refresh, pauseMs);
  },
  close() {
    clearInterval(timer);
  },
  render({ estate, counts, refresh }) {
    const series = reporting(estate, counts);
    const types = [...new Set(series.map(({ type }) => type))].sort();
    const shown = types.filter((type) => chosen === '' || type === chosen);
    return [
      h('h1', {}, 'Balance'),
      h(
        'p',
        { class: 'lead' },
        'New sessions of the last five minutes, in steps of ten seconds, as the instances report them.',
      ),
      types.length > 1 &&
        h(
          'div',
          { class: 'controls' },
          h(
            'label',
            {},
            'Type',
            h(
              'select',
              {
                onchange: (event) => {
                  chosen = event.target.value;
                  refresh();
                },
              },
              [h('option', { value: '' }, 'all'), types.map((type) => h('option', { value: type }, type))],
            ),
          ),
        ),
      types.length === 0 &&
        h(
          'p',
          { class: 'card empty' },
          'No instance has reported sessions yet. Chat and E-mail Servers do, from their first session on.',
        ),
      shown.map((type) =>
        typeSection(
          type,
          series.filter((each) => each.type === type),
          estate,
        ),
      ),
    ];
  },
};

/** What the instances report, and those that never began a session but are of the same type: they are part of the balance. */
function reporting(estate, counts) {
  const known = new Map(counts.series.map((each) => [each.application, each]));
  const none = Array.from({ length: 30 }, () => 0);
  return estate
    .all('application')
    .filter(({ name }) => known.has(name) || estate.status(name).sessions !== undefined)
    .map(({ name, type }) => ({ type, steps: none, total: 0, ...known.get(name), application: name }));
}

function typeSection(type, series, estate) {
  const all = series.reduce((sum, { total }) => sum + total, 0);
  const most = Math.max(1, ...series.flatMap(({ steps }) => steps));
  const shown = [...series].sort((a, b) => b.total - a.total).slice(0, mostShown);
  shown.sort((a, b) => a.application.localeCompare(b.application, 'en', { numeric: true }));
  return h(
    'section',
    { key: type, class: 'card balance', 'aria-label': type },
    h('h2', {}, type, ' ', h('span', { class: 'quiet' }, `${counted(all, 'new session')}`)),
    h(
      'table',
      { class: 'plain' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Instance', 'State', 'Five minutes', 'New', 'Share'].map((label) => h('th', { scope: 'col' }, label)),
        ),
      ),
      h(
        'tbody',
        {},
        shown.map((each) => row(each, { all, most, estate })),
      ),
    ),
    series.length > mostShown &&
      h('p', { class: 'quiet' }, `${count(series.length - mostShown)} more with fewer sessions`),
  );
}

function row({ application, steps, total }, { all, most, estate }) {
  const share = all === 0 ? 0 : total / all;
  const percent = `${Math.round(share * 100)} %`;
  return h(
    'tr',
    { key: application },
    h('th', { scope: 'row' }, linkTo('application', application)),
    h('td', {}, statusMark(estate.status(application).status)),
    h('td', { class: 'chart' }, bars(steps, most)),
    h('td', { class: 'number' }, count(total)),
    h('td', { class: 'share' }, h('meter', { min: 0, max: 1, value: share, 'aria-hidden': 'true' }), ' ', percent),
  );
}
