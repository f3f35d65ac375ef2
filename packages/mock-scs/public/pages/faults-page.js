import { h } from '../dom/element.js';
import { wordsOf } from '../parts/run-states.js';
import { tell } from '../parts/tell.js';
import { request } from '../session/request.js';
import { allows } from '../session/session.js';
import { faultForm } from './fault-form.js';
import { faultKinds } from './fault-kinds.js';

const pauseMs = 1000;
let faults;
let timer;

/** What the control server does badly on command: what is on, and more of it. */
export const faultsPage = {
  section: 'faults',
  title: () => 'Faults',
  open({ refresh }) {
    faults = undefined;
    timer = setInterval(() => read(refresh), pauseMs);
    read(refresh);
  },
  close() {
    clearInterval(timer);
  },
  render({ refresh }) {
    const mayChange = allows('configure');
    return [
      h('h1', {}, 'Faults'),
      h(
        'p',
        { class: 'lead' },
        'The control server misbehaves on command, so that you see what your application does when yours does.',
      ),
      active(refresh, mayChange),
      mayChange
        ? faultForm(() => read(refresh))
        : h('p', { class: 'quiet' }, 'To begin a fault the role configure is needed.'),
    ];
  },
};

async function read(refresh) {
  const { isOk, body } = await request('GET', '/api/v1/faults');
  if (isOk) faults = body.faults;
  refresh();
}

function active(refresh, mayChange) {
  const isAny = faults !== undefined && faults.length > 0;
  return h(
    'section',
    { class: 'card', 'aria-label': 'Faults that are on' },
    h(
      'h2',
      {},
      h(
        'span',
        { role: 'status' },
        faults === undefined ? 'Asking …' : isAny ? `On now: ${faults.length}` : 'No fault is on',
      ),
    ),
    isAny &&
      h(
        'ul',
        { class: 'plain-list faults' },
        faults.map((fault) => item(fault, refresh, mayChange)),
      ),
    isAny && mayChange && h('p', {}, h('button', { type: 'button', onclick: () => end('', refresh) }, 'End all')),
  );
}

const item = ({ id, kind, by, remainingMs, durationMs, ...rest }, refresh, mayChange) =>
  h(
    'li',
    { key: id },
    h('strong', {}, wordsOf(kind)),
    h('span', { class: 'quiet' }, ` ${detailsOf(rest)}by ${by}, ${Math.ceil(remainingMs / 1000)} s left `),
    h('progress', { max: durationMs, value: remainingMs, 'aria-label': `Time left of ${wordsOf(kind)}` }),
    mayChange &&
      h(
        'button',
        { type: 'button', 'aria-label': `End ${wordsOf(kind)}`, onclick: () => end(`/${id}`, refresh) },
        'End',
      ),
    h('p', { class: 'quiet' }, faultKinds[kind] ?? ''),
  );

const detailsOf = ({ delayMs, probability, status }) =>
  [delayMs && `${delayMs} ms`, probability !== undefined && `probability ${probability}`, status && `status ${status}`]
    .filter(Boolean)
    .map((each) => `${each}, `)
    .join('');

async function end(id, refresh) {
  const { isOk, error } = await request('DELETE', `/api/v1/faults${id}`);
  if (!isOk) tell(error.message, 'bad');
  read(refresh);
}
