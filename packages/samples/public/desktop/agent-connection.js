import { agentApi } from './agent-api.js';

/** An agent's seat in a chat: what names the chat, and what proves the agent in it. */
export class AgentConnection {
  #seat;
  #onMoved;

  /** `seat`: tenant, chatId, alias, userId, secureKey, title, emailAddress. `onMoved` hears of a seat with a new alias. */
  constructor(seat, { onMoved }) {
    this.#seat = seat;
    this.#onMoved = onMoved;
  }

  get seat() {
    return this.#seat;
  }

  get url() {
    return `/agent/api/${this.#path}`;
  }

  get identity() {
    const { tenant, alias, userId, secureKey } = this.#seat;
    return { tenant, alias, userId, secureKey };
  }

  async request(operation, body = {}) {
    const { tenant, ...identity } = this.identity;
    const reply = await agentApi(`${this.#path}/${operation}`, { tenant, body: { ...identity, ...body } });
    this.heed(reply);
    return reply;
  }

  download(path) {
    return fetch(`${this.url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.identity),
    });
  }

  /** The reply may name another Chat Server: the chat was restored there. */
  heed({ alias }) {
    if (!alias || alias === this.#seat.alias) return;
    this.#seat = { ...this.#seat, alias };
    this.#onMoved(this.#seat);
  }

  get #path() {
    return `chats/${encodeURIComponent(this.#seat.chatId)}`;
  }
}
