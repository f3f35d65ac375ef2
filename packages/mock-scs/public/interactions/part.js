import { h } from '../dom/element.js';
import { statusMark } from '../parts/marks.js';

/** One card of the page. `aside` stands small beside its title. */
export const part = (title, aside, ...contents) =>
  h(
    'section',
    { key: title, class: 'card part', 'aria-label': title },
    h('h2', {}, title, aside && h('span', { class: 'quiet part-aside' }, aside)),
    contents,
  );

/** What is said where there is nothing to draw. */
export const nothing = (...sentence) => h('p', { class: 'quiet nothing' }, ...sentence);

/** Something to look at, in the colour and with the sign of how bad it is. */
export const remark = (tone, ...text) =>
  h('p', { class: `remark tone-${tone}` }, h('span', { 'aria-hidden': 'true' }, tone === 'bad' ? '✕ ' : '▲ '), ...text);

/** A state with the look of the status that `looks` names; one that is not known there is a word like others. */
export const stateMark = (state, looks) =>
  Object.hasOwn(looks, state) ? statusMark(looks[state], state) : h('span', { class: 'quiet' }, state);

/** In place of a card, where the configuration has nothing that it could show: all of these are said together. */
export const absent = (title, ...sentence) => ({ isAbsent: true, title, sentence });

export const absentTogether = (all) =>
  part(
    'Not in this configuration',
    '',
    h(
      'dl',
      { class: 'facts' },
      all.map(({ title, sentence }) => h('div', { key: title }, h('dt', {}, title), h('dd', {}, ...sentence))),
    ),
    h('p', { class: 'quiet' }, 'The scenario that has everything: ', h('code', {}, 'npm start -- --scenario full')),
  );
