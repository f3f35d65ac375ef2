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

export function hush() {
  for (const id of ['alert', 'message']) render(document.getElementById(id), []);
}
