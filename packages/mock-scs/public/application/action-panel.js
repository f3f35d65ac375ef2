import { h } from '../dom/element.js';
import { perform } from '../parts/perform.js';

/** Buttons for every action; one that is impossible now says why. Whoever may only read sees none. */
export function actionPanel({ kind, name, actions, isAllowed }) {
  if (!isAllowed) return undefined;
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'actions' },
    h('h2', { id: 'actions' }, 'Actions'),
    h(
      'ul',
      { class: 'actions' },
      actions.map((each) => tile(kind, name, each)),
    ),
  );
}

function tile(kind, name, { action, label, why, isDangerous, warning }) {
  const isPossible = !why;
  return h(
    'li',
    { key: action },
    h(
      'button',
      {
        type: 'button',
        class: isDangerous ? 'danger' : undefined,
        disabled: !isPossible,
        'aria-describedby': isPossible ? undefined : `why-not-${action}`,
        onclick: () => perform({ kind, name, action, label, warning }),
      },
      label,
    ),
    h('small', { id: `why-not-${action}`, class: 'quiet' }, isPossible ? '' : why),
  );
}
