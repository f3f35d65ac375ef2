const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' });

/** One of the agent's lists. Items that stay keep their element, and with it the focus. */
export class Queue {
  #id;
  #elements = new Map();
  #onChosen;

  constructor(id, onChosen) {
    this.#id = id;
    this.#onChosen = onChosen;
  }

  /** `items`: key, title, since (ms), excerpt, unread, isOpen, and whatever `onChosen` needs. */
  show(items) {
    const list = document.getElementById(this.#id);
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, element] of this.#elements) {
      if (keys.has(key)) continue;
      element.remove();
      this.#elements.delete(key);
    }
    for (const item of items) this.#show(list, item);
    setText(document.getElementById(`${this.#id}-count`), String(items.length));
    document.getElementById(`${this.#id}-empty`).hidden = items.length > 0;
  }

  #show(list, item) {
    let element = this.#elements.get(item.key);
    if (element === undefined) {
      element = document.getElementById('queue-item').content.firstElementChild.cloneNode(true);
      this.#elements.set(item.key, element);
      list.append(element);
    }
    const button = element.querySelector('button');
    button.onclick = () => this.#onChosen(item);
    button.setAttribute('aria-pressed', String(item.isOpen));
    setText(element.querySelector('strong'), item.title);
    setText(element.querySelector('.small'), time.format(new Date(item.since)));
    setText(element.querySelector('.excerpt'), item.excerpt);
    const unread = element.querySelector('.count');
    unread.hidden = !(item.unread > 0);
    setText(unread, String(item.unread ?? 0));
  }
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
