import { h } from '../dom/element.js';
import { render } from '../dom/render.js';

const words = {
  connecting: 'Connecting …',
  live: 'Live',
  lost: 'Connection lost: what you see may be old. Reconnecting …',
  backup: 'This is the backup of a pair, and follows the other control server: look there.',
  out: 'Not connected',
};

/** How fresh what is shown is. */
export function showConnection(state) {
  const connection = document.getElementById('connection');
  connection.dataset.state = state;
  if (connection.textContent !== words[state]) connection.textContent = words[state];
}

/** Who is logged in, with the way out. */
export function showWho(session, onLeave) {
  const place = document.getElementById('who');
  place.hidden = session === undefined;
  const name = session?.name;
  render(place, [
    h('span', {}, name && `${name}, `, `role ${session?.role ?? ''}`),
    h('button', { type: 'button', onclick: onLeave }, 'Log out'),
  ]);
}
