import { h } from '../dom/element.js';
import { kinds } from '../estate/kinds.js';
import { typesOf } from './types.js';

const mostBoxes = 24;
const mostSuggested = 1000;

/** The input of a field. `onValue` hears what it holds now. */
export function fieldInput(field, value, { estate, id, describedBy, isInvalid, isReadOnly, onValue }) {
  const shared = { id, 'aria-describedby': describedBy, 'aria-invalid': isInvalid ? 'true' : undefined };
  const own = { ...shared, disabled: isReadOnly };
  switch (field.type) {
    case 'choice':
      return h(
        'select',
        { ...own, value, onchange: (event) => onValue(event.target.value) },
        field.options.map((each) => h('option', { key: each, value: each }, each)),
      );
    case 'flag':
      return h('input', {
        ...own,
        type: 'checkbox',
        checked: value,
        onchange: (event) => onValue(event.target.checked),
      });
    case 'names':
      return namesInput(field, value, { own, estate, onValue });
    case 'json':
      return area({ ...own, class: 'json', value, onValue, rows: Math.min(16, Math.max(2, value.split('\n').length)) });
    default:
      return textInput(field, value, { own, estate, onValue });
  }
}

function textInput({ type, suggest }, value, { own, estate, onValue }) {
  const list = suggest === undefined ? undefined : `${own.id}-names`;
  return [
    h('input', {
      ...own,
      key: 'input',
      type: 'text',
      inputmode: type === 'number' ? 'decimal' : undefined,
      list,
      value,
      autocomplete: 'off',
      spellcheck: 'false',
      oninput: (event) => onValue(event.target.value),
    }),
    list &&
      h(
        'datalist',
        { key: 'list', id: list },
        suggestions(suggest, estate).map((name) => h('option', { key: name, value: name })),
      ),
  ];
}

/** A box for each name where there are few, else one name a line. */
function namesInput({ suggest, label }, value, { own, estate, onValue }) {
  const known = suggestions(suggest, estate);
  if (known.length > mostBoxes) {
    const lines = (text) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    return area({
      ...own,
      rows: Math.min(12, value.length + 2),
      value: value.join('\n'),
      placeholder: 'one name a line',
      onValue: (text) => onValue(lines(text)),
    });
  }
  const all = [...new Set([...known, ...value])];
  const toggle = (name) => (event) =>
    onValue(event.target.checked ? [...value, name] : value.filter((each) => each !== name));
  return h(
    'div',
    { class: 'boxes', id: own.id, role: 'group', 'aria-label': label, 'aria-describedby': own['aria-describedby'] },
    all.map((name) =>
      h(
        'label',
        { key: name },
        h('input', { type: 'checkbox', disabled: own.disabled, checked: value.includes(name), onchange: toggle(name) }),
        name,
      ),
    ),
  );
}

const area = ({ onValue, ...properties }) =>
  h('textarea', { ...properties, spellcheck: 'false', oninput: (event) => onValue(event.target.value) });

function suggestions(suggest, estate) {
  const names =
    suggest === 'type' ? typesOf(estate) : suggest in kinds ? estate.all(suggest).map(({ name }) => name) : [];
  return names.slice(0, mostSuggested);
}
