import { h } from '../dom/element.js';
import { wordsOf } from '../parts/run-states.js';
import { tell } from '../parts/tell.js';
import { request } from '../session/request.js';
import { faultKinds, parametersOf } from './fault-kinds.js';

let chosen = 'silence';

/** Begins a fault. */
export const faultForm = (onBegun) =>
  h(
    'form',
    {
      class: 'card',
      'aria-label': 'Begin a fault',
      onsubmit: (event) => {
        event.preventDefault();
        begin(event.target, onBegun);
      },
    },
    h(
      'fieldset',
      { class: 'choices' },
      h('legend', {}, 'Begin a fault'),
      Object.entries(faultKinds).map(([kind, effect]) =>
        h(
          'label',
          { key: kind },
          h('input', {
            ...{ type: 'radio', name: 'kind', value: kind, checked: kind === chosen },
            onchange: () => {
              chosen = kind;
              onBegun();
            },
          }),
          h('span', {}, h('strong', {}, wordsOf(kind)), h('small', { class: 'quiet' }, effect)),
        ),
      ),
    ),
    h(
      'div',
      { class: 'controls' },
      field({ name: 'seconds', label: 'Seconds', usual: '30', min: 0.001, max: 3600, step: 'any' }),
      (parametersOf[chosen] ?? []).map(field),
      h('button', { type: 'submit', class: 'main' }, 'Begin'),
    ),
  );

const field = ({ name, label, usual, ...limits }) =>
  h('label', { key: name }, label, h('input', { name, type: 'number', value: usual, required: true, ...limits }));

async function begin(form, onBegun) {
  const { kind, seconds, ...parameters } = Object.fromEntries(new FormData(form));
  const numbers = Object.entries(parameters).map(([name, value]) => [name, Number(value)]);
  const body = { durationMs: Math.round(Number(seconds) * 1000), ...Object.fromEntries(numbers) };
  const { isOk, error } = await request('POST', `/api/v1/faults/${kind}`, { body });
  if (!isOk) tell(error.message, 'bad');
  onBegun();
}
