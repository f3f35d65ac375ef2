import { h } from '../dom/element.js';
import { fieldInput } from './field-input.js';

/** One field with its label, and beside it whatever is wrong with it. */
export function fieldRow(field, { draft, findings = [], estate, isReadOnly, refresh }) {
  const { name, label, help, type } = field;
  const id = `field-${name}`;
  const problem = draft.problems[name];
  const hasNotes = problem !== undefined || findings.length > 0;
  const isInvalid = problem !== undefined || findings.some(({ severity }) => severity !== 'warning');
  const describedBy = [help && `${id}-help`, hasNotes && `${id}-notes`].filter(Boolean).join(' ') || undefined;
  const onValue = (value) => {
    draft.set(name, value);
    refresh();
  };
  return h(
    'div',
    { key: name, class: `field field-${type}${isInvalid ? ' invalid' : ''}` },
    type === 'names' ? h('span', { class: 'label' }, label) : h('label', { for: id }, label),
    h(
      'div',
      { class: 'input' },
      fieldInput(field, draft.values[name], { estate, id, describedBy, isInvalid, isReadOnly, onValue }),
    ),
    help && h('small', { id: `${id}-help`, class: 'quiet' }, help),
    hasNotes && h('ul', { id: `${id}-notes`, class: 'notes' }, problem && note('error', problem), findings.map(noteOf)),
  );
}

const noteOf = ({ severity = 'error', message, rule, remedy, within }) =>
  note(severity, [
    within.length > 0 && `${within.join('.')}: `,
    message,
    rule && ` (${rule})`,
    remedy && h('em', {}, ` ${remedy}`),
  ]);

const note = (severity, content) =>
  h('li', { class: `tone-${severity === 'error' ? 'bad' : 'middling'}` }, severity === 'error' ? '✕ ' : '▲ ', content);
