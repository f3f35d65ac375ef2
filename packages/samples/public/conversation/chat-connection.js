import { chatApi } from '../chat-api.js';

const stored = 'eservices-lb.chat';
const waitMs = 2500;
const retryMs = 1000;
const shortestRoundMs = 300;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The visitor's chat as it is kept over reloads: service, tenant, and what names it in every request. */
export class ChatConnection {
  #chat;

  constructor(chat) {
    this.#keep(chat);
  }

  /** The chat that was in progress when the page was left, if any. */
  static kept() {
    const chat = JSON.parse(sessionStorage.getItem(stored) ?? 'null');
    return chat === null ? undefined : new ChatConnection(chat);
  }

  /** @returns the connection, or the reply that says why there is none */
  static async begin({ service, tenant, nickname, subject, emailAddress }) {
    const reply = await chatApi(service, { tenant, nickname, subject, emailAddress });
    if (reply.statusCode !== 0) return { reply };
    const { chatId, userId, secureKey, alias } = reply;
    return { connection: new ChatConnection({ service, tenant, subject, chatId, userId, secureKey, alias }) };
  }

  get chat() {
    return this.#chat;
  }

  /** Where the paths of this chat begin. */
  get url() {
    return `/genesys/2/chat/${this.#path}`;
  }

  get #path() {
    return `${this.#chat.service}/${this.#chat.chatId}`;
  }

  /** What proves the visitor, for forms of their own. */
  get identity() {
    const { tenant, userId, secureKey, alias } = this.#chat;
    return { tenant, userId, secureKey, alias };
  }

  async request(operation, parameters = {}) {
    const reply = await chatApi(`${this.#path}/${operation}`, { ...this.identity, ...parameters });
    this.heed(reply);
    return reply;
  }

  download(path) {
    const given = Object.entries(this.identity).filter(([, value]) => value);
    return fetch(`${this.url}/${path}`, { method: 'POST', body: new URLSearchParams(given) });
  }

  /** The reply may name another Chat Server: the chat was restored there. */
  heed({ alias }) {
    if (alias && alias !== this.#chat.alias) this.#keep({ ...this.#chat, alias });
  }

  forget() {
    sessionStorage.removeItem(stored);
  }

  /** Asks for news, again and again; each answer comes when there is some. Ends when `take` says so. */
  async follow(position, take) {
    for (;;) {
      const began = performance.now();
      const reply = await this.request('refresh', { transcriptPosition: position(), waitMs });
      if (!take(reply)) return;
      if (reply.statusCode !== 0) await pause(retryMs);
      else if (reply.messages.length === 0) await pause(Math.max(0, shortestRoundMs - (performance.now() - began)));
    }
  }

  #keep(chat) {
    this.#chat = chat;
    sessionStorage.setItem(stored, JSON.stringify(chat));
  }
}
