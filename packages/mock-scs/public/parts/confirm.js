import { h } from '../dom/element.js';
import { render } from '../dom/render.js';

/** Asks before something that cannot be taken back; resolves to whether it shall be done. */
export function confirm({ title, text, action }) {
  const dialog = document.getElementById('confirm');
  render(dialog, [
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'confirm-title' }, title),
      h('p', {}, text),
      h(
        'div',
        { class: 'buttons' },
        h('button', { value: 'no', autofocus: true }, 'Leave it'),
        h('button', { value: 'yes', class: 'danger' }, action),
      ),
    ),
  ]);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
