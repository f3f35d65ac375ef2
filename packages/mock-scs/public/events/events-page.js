import { h } from '../dom/element.js';
import { count, counted } from '../parts/marks.js';
import { eventRow } from './event-row.js';
import { matchesOf } from './match.js';

const mostShown = 300;
const auditPauseMs = 5000;
const filter = { text: '', object: '', kind: '', level: '', loads: false };
let paused;
let timer;

/** Everything that happens, as it happens. */
export const eventsPage = {
  section: 'events',
  title: () => 'Events',
  read({ query }) {
    if (query.has('object')) filter.object = query.get('object');
  },
  open({ log, refresh }) {
    const ask = async () => (await log.readAudit(performance.now())) && refresh();
    timer = setInterval(ask, auditPauseMs);
    ask();
  },
  close() {
    clearInterval(timer);
    paused = undefined;
  },
  render(context) {
    const entries = paused ?? context.log.entries;
    const found = matchesOf(entries, filter);
    const shown = found.slice(-mostShown).reverse();
    return [
      h('h1', {}, 'Events'),
      controls(context),
      h(
        'p',
        { class: 'quiet' },
        `${counted(found.length, 'event')}${found.length > mostShown ? `, the last ${mostShown} shown` : ''}`,
        paused && ` · paused, ${count(newSince(context.log.entries))} more since`,
      ),
      shown.length === 0
        ? h('p', { class: 'card empty' }, 'Nothing that matches has happened since this console was opened.')
        : h(
            'table',
            { class: 'events cards-on-phone' },
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                ['Time', 'Kind', 'Object', 'What'].map((label) => h('th', { scope: 'col' }, label)),
              ),
            ),
            h('tbody', {}, shown.map(eventRow)),
          ),
    ];
  },
};

const newSince = (entries) => entries.filter(({ id }) => id > (paused.at(-1)?.id ?? 0)).length;

function controls({ log, refresh }) {
  const change = (field) => (event) => {
    filter[field] = event.target.type === 'checkbox' ? event.target.checked : event.target.value;
    refresh();
  };
  const field = (label, name, type = 'search') =>
    h('label', {}, label, h('input', { type, value: filter[name], oninput: change(name), autocomplete: 'off' }));
  const choice = (label, name, options) =>
    h(
      'label',
      {},
      label,
      h(
        'select',
        { onchange: change(name), value: filter[name] },
        options.map(([value, text]) => h('option', { value }, text)),
      ),
    );
  return h(
    'div',
    { class: 'controls', role: 'search', 'aria-label': 'Which events' },
    field('Object', 'object'),
    choice('Kind', 'kind', [
      ['', 'all'],
      ...['status', 'configuration', 'host', 'notice', 'audit'].map((kind) => [kind, kind]),
    ]),
    choice('Level', 'level', [
      ['', 'all'],
      ['warning', 'warnings and errors'],
      ['error', 'errors'],
    ]),
    field('Text', 'text'),
    h(
      'label',
      { class: 'inline' },
      h('input', { type: 'checkbox', checked: filter.loads, onchange: change('loads') }),
      'loads too',
    ),
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(paused !== undefined),
        onclick: () => {
          paused = paused === undefined ? [...log.entries] : undefined;
          refresh();
        },
      },
      paused === undefined ? 'Pause' : 'Go on',
    ),
  );
}
