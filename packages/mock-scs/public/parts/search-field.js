import { h } from '../dom/element.js';

/** A field that narrows what a page shows. */
export const searchField = ({ label, value, onText }) =>
  h(
    'label',
    {},
    label,
    h('input', { type: 'search', value, autocomplete: 'off', oninput: (event) => onText(event.target.value) }),
  );

export const choiceField = ({ label, value, options, onChoice }) =>
  h(
    'label',
    {},
    label,
    h(
      'select',
      { value, onchange: (event) => onChoice(event.target.value) },
      options.map(([each, text]) => h('option', { key: each, value: each }, text)),
    ),
  );
