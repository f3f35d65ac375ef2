import { agentApi } from './agent-api.js';
import { composer } from './composer.js';
import { Transcript } from './transcript.js';

const everyMs = 1000;

/** An agent's window on one joined chat: shows it, answers in it, until it ends or is closed. */
export class AgentChat {
  #seat;
  #panel;
  #transcript;
  #onClosed;
  #isOver = false;

  /** `seat`: tenant, application, alias, chatId, userId, secureKey, title. */
  constructor(seat, { onClosed }) {
    this.#seat = seat;
    this.#onClosed = onClosed;
    this.#panel = document.getElementById('chat-panel').content.firstElementChild.cloneNode(true);
    this.#panel.setAttribute('aria-label', `Chat with ${seat.title}`);
    this.#panel.querySelector('h2').textContent = seat.title;
    this.#say(`on ${seat.application}`);
    this.#transcript = new Transcript({
      list: this.#panel.querySelector('.transcript'),
      typing: this.#panel.querySelector('.typing'),
      mine: 'Agent',
    });
    composer(this.#panel.querySelector('form'), {
      send: (message) => this.#send(message),
      typing: (isTyping) => void this.#request(isTyping ? 'startTyping' : 'stopTyping').catch(() => undefined),
    });
    this.#panel.querySelector('[data-end]').addEventListener('click', () => void this.#end());
    document.getElementById('work').append(this.#panel);
    void this.#follow();
  }

  focus() {
    this.#panel.querySelector('textarea').focus();
    this.#panel.scrollIntoView({ block: 'nearest' });
  }

  /** Takes the window away; the chat goes on. */
  remove() {
    this.#isOver = true;
    this.#panel.remove();
  }

  #request(operation, body = {}) {
    const { tenant, alias, chatId, userId, secureKey } = this.#seat;
    const path = `chats/${encodeURIComponent(chatId)}/${operation}`;
    return agentApi(path, { tenant, body: { alias, userId, secureKey, ...body } });
  }

  async #follow() {
    while (!this.#isOver) {
      try {
        this.#take(await this.#request('refresh', { transcriptPosition: this.#transcript.nextPosition }));
      } catch (error) {
        this.#say(error.message);
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  async #send(message) {
    try {
      const reply = await this.#request('send', { message, transcriptPosition: this.#transcript.nextPosition });
      this.#take(reply);
      return reply.statusCode === 0;
    } catch (error) {
      this.#say(error.message);
      return false;
    }
  }

  #take(reply) {
    if (this.#isOver) return;
    this.#transcript.show(reply.messages ?? []);
    if (reply.chatEnded) this.#over();
    else this.#say(reply.errors?.[0]?.message ?? `on ${this.#seat.application}`);
  }

  async #end() {
    if (!this.#isOver) await this.#request('disconnect').catch(() => undefined);
    this.remove();
    this.#onClosed();
  }

  #over() {
    this.#isOver = true;
    this.#say('This chat has ended.');
    this.#panel.querySelector('form').hidden = true;
    this.#panel.querySelector('.typing').textContent = '';
    this.#panel.querySelector('[data-end]').textContent = 'Close';
  }

  #say(text) {
    this.#panel.querySelector('.conversation-head p').textContent = text;
  }
}
