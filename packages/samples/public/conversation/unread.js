import { t } from '../texts.js';

/** Counts what came while nobody looked: in the title of the page, and for the page that embeds it. */
export class Unread {
  #title = document.title;
  #count = 0;
  #onRead;

  /** `onRead` is told when the visitor looks again. */
  constructor({ onRead }) {
    this.#onRead = onRead;
    document.addEventListener('visibilitychange', () => this.#look());
    addEventListener('message', ({ data }) => {
      if (data?.eservicesLb === 'shown') this.#look();
    });
  }

  add(count) {
    if (!document.hidden && !this.isFolded) {
      this.#onRead();
      return;
    }
    this.#show(this.#count + count);
  }

  /** The page that embeds the chat has folded it away. */
  get isFolded() {
    return window !== parent && innerHeight === 0;
  }

  #look() {
    if (document.hidden || this.isFolded || this.#count === 0) return;
    this.#show(0);
    this.#onRead();
  }

  #show(count) {
    this.#count = count;
    document.title = count === 0 ? this.#title : `${t('chat.unread', { count })}${this.#title}`;
    if (window !== parent) parent.postMessage({ eservicesLb: 'unread', count }, '*');
  }
}
