import { h } from '../dom/element.js';

/** What others changed while the draft was written; where both changed a field, the choice between the two. */
export function changesPanel(draft, refresh) {
  if (draft.changes.length === 0) return undefined;
  return h(
    'section',
    { key: 'changes', class: 'card changes', role: 'alert' },
    h('h2', {}, 'Somebody else has changed it meanwhile'),
    h(
      'p',
      {},
      'Nothing of yours is lost. What only they changed is in the form already; where you both changed something, yours is kept unless you take theirs.',
    ),
    h(
      'table',
      { class: 'plain cards-on-phone' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Field', 'You had read', 'It is now', ''].map((label, index) =>
            h('th', { key: index, scope: 'col' }, label),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        draft.changes.map((change) => row(change, draft, refresh)),
      ),
    ),
  );
}

function row({ name, label, before, now, isConflict }, draft, refresh) {
  const take = () => {
    draft.set(name, now);
    draft.changes = draft.changes.map((each) => (each.name === name ? { ...each, isConflict: false } : each));
    refresh();
  };
  return h(
    'tr',
    { key: name },
    h('th', { scope: 'row' }, label),
    h('td', { 'data-label': 'You had read' }, shown(before)),
    h('td', { 'data-label': 'It is now' }, shown(now)),
    h(
      'td',
      {},
      isConflict
        ? h('button', { type: 'button', 'aria-label': `Take theirs: ${label}`, onclick: take }, 'Take theirs')
        : 'taken',
    ),
  );
}

const shown = (value) => {
  if (Array.isArray(value)) return value.join(', ') || '—';
  return h('code', {}, value === '' ? '—' : String(value));
};
