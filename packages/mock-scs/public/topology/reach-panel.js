import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { count, counted } from '../parts/marks.js';

const mostNames = 30;

/** In words: what a server reaches for a tenant, and for the rest, why not, one line a reason. */
export function reachPanel(reach) {
  const { application, tenant, candidates } = reach;
  const reached = candidates.filter(({ isSelectable }) => isSelectable);
  const reasons = new Map();
  for (const { application: name, isSelectable, reasons: texts } of candidates) {
    if (isSelectable) continue;
    const text = texts.join('; ');
    reasons.set(text, [...(reasons.get(text) ?? []), name]);
  }
  return h(
    'section',
    { class: 'card reach' },
    h(
      'h2',
      { 'aria-live': 'polite' },
      `${application} reaches ${count(reached.length)} of ${counted(candidates.length, 'server')} for tenant ${tenant}`,
    ),
    h('h3', {}, '✓ Within reach'),
    h('p', {}, names(reached.map((each) => each.application))),
    reasons.size > 0 && h('h3', {}, '– Out of reach, because'),
    h(
      'dl',
      { class: 'facts reasons' },
      [...reasons]
        .sort(([, a], [, b]) => b.length - a.length)
        .map(([text, of]) =>
          h('div', { key: text }, h('dt', {}, `${text} (${count(of.length)})`), h('dd', {}, names(of))),
        ),
    ),
  );
}

function names(all) {
  if (all.length === 0) return 'nothing';
  const shown = all.slice(0, mostNames).flatMap((name, index) => [index > 0 ? ', ' : '', linkTo('application', name)]);
  return [...shown, all.length > mostNames && ` and ${count(all.length - mostNames)} more`];
}
