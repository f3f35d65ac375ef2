// What was done, or could not be, at the foot of every page.
import { h } from '../dom/element.js';
import { render } from '../dom/render.js';

const lifeMs = 8000;
let timer;

export function tell(text, tone = 'good') {
  clearTimeout(timer);
  const place = document.getElementById(tone === 'bad' ? 'alert' : 'message');
  hush();
  render(place, [
    h(
      'p',
      { class: `message tone-${tone}` },
      text,
      h('button', { type: 'button', 'aria-label': 'Close', onclick: hush }, '×'),
    ),
  ]);
  if (tone !== 'bad') timer = setTimeout(hush, lifeMs);
}

/** Takes away what could not be done: it belongs to the page that is left. What was done stays for its time. */
export const hushAlert = () => render(document.getElementById('alert'), []);

function hush() {
  hushAlert();
  render(document.getElementById('message'), []);
}
