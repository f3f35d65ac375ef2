import { h } from '../dom/element.js';

/** Asks for a token. `why` says what was wrong with the last one, or how one came here. */
export function loginPage({ why, tone, onToken }) {
  return [
    h(
      'form',
      {
        class: 'login card',
        onsubmit: (event) => {
          event.preventDefault();
          const field = event.target.elements.token;
          const token = field.value.trim();
          field.value = '';
          onToken(token);
        },
      },
      h('h1', {}, 'Console'),
      h('p', { role: 'alert', class: `tone-${tone}` }, why),
      h('label', { for: 'token' }, 'Token of this control server'),
      h('input', { id: 'token', name: 'token', type: 'password', autocomplete: 'off', required: true }),
      h('button', { type: 'submit', class: 'main' }, 'Open the console'),
      h('p', { class: 'quiet' }, 'It is in the console address that ', h('code', {}, 'npm start'), ' prints.'),
    ),
  ];
}
