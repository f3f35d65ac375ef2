import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count } from '../parts/marks.js';
import { numberIn, recordsIn, textIn } from '../work/reading.js';
import { bounded } from './bounded.js';
import { fromServing } from './interaction-servers.js';
import { absent, part, remark, stateMark } from './part.js';

const looks = { running: 'running', waiting: 'initializing', failed: 'disconnected' };

/** What each Capture Point has captured, and what it could not make an interaction of. */
export function capturePointsPart({ servers, estate, refresh }) {
  const points = capturePoints(servers, estate);
  const title = 'Capture Points';
  if (points.length === 0) return absent(title, 'There is none for an Interaction Server to run.');
  const { shown, more } = bounded('capture points', points, { step: 8, noun: 'Capture Point', refresh });
  return part(
    title,
    '',
    h(
      'table',
      { key: 'points', class: 'plain figures' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Capture Point'),
          h('th', { scope: 'col' }, 'State'),
          h('th', { scope: 'col', class: 'number' }, 'Captured'),
          h('th', { scope: 'col', class: 'number' }, 'Set aside'),
        ),
      ),
      h(
        'tbody',
        {},
        shown.map((each) => row(each, estate)),
      ),
    ),
    more,
    shown
      .filter(({ problem }) => problem !== undefined)
      .map(({ name, problem }) =>
        h('div', { key: `problem ${name}` }, remark('bad', problem.startsWith(name) ? problem : `${name}: ${problem}`)),
      ),
  );
}

/** Those that run, and those of the configuration that nobody runs at the moment. */
function capturePoints(servers, estate) {
  const shown = new Map(
    fromServing(servers, (work) => recordsIn(work.capturePoints)).map((each) => [textIn(each.application), each]),
  );
  const configured = estate.all('application').filter(({ type }) => type === 'CapturePoint');
  const names = new Set([...configured.map(({ name }) => name), ...shown.keys()]);
  names.delete(undefined);
  return [...names].map((name) => {
    const { type, state, captured, setAside, problem } = shown.get(name) ?? {};
    return {
      name,
      type: textIn(type) ?? estate.get('application', name)?.options?.settings?.['capture-point-type'],
      state: textIn(state),
      captured: numberIn(captured),
      setAside: numberIn(setAside),
      problem: textIn(problem),
    };
  });
}

const row = ({ name, type, state, captured, setAside }, estate) =>
  h(
    'tr',
    { key: name },
    h(
      'th',
      { scope: 'row' },
      estate.get('application', name) === undefined ? name : linkTo('application', name),
      type && h('small', { class: 'quiet' }, ` ${type}`),
    ),
    h('td', {}, state === undefined ? h('span', { class: 'quiet' }, 'not started') : stateMark(state, looks)),
    h('td', { class: 'number', 'data-label': 'captured' }, captured === undefined ? '–' : count(captured)),
    h(
      'td',
      { class: `number${setAside > 0 ? ' tone-middling' : ''}`, 'data-label': 'set aside' },
      setAside === undefined ? '–' : `${setAside > 0 ? '▲ ' : ''}${count(setAside)}`,
    ),
  );
