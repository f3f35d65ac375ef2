import { t } from '../texts.js';
import { linkedText, safeLink } from './linked-text.js';

const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' });

function element(name, className, ...content) {
  const one = document.createElement(name);
  if (className) one.className = className;
  one.append(...content);
  return one;
}

/** Shows the messages of a chat as they come, each once. Whatever people write is set as text, never as markup. */
export class ConversationView {
  /** The position to ask for next. */
  nextPosition = 1;
  /** The nicknames of the agents that are in the chat. */
  agents = new Set();
  #list;
  #typing;
  #fileView;
  #mine = new Map();
  #files = new Map();
  #lines = [];
  #waiting = [];
  /** Those of the waiting that stand in the chat already. */
  #arrived = new WeakSet();
  #readTo = 0;
  #own;

  /** `own`: whose messages stand on the right, 'Client' or 'Agent'; `fileView(file)` makes the view of a file of the chat. */
  constructor({ list, typing, own, fileView }) {
    this.#own = own;
    this.#list = list;
    this.#typing = typing;
    this.#fileView = fileView;
  }

  /** @returns the messages that are new, and not one's own */
  show(messages) {
    const fresh = messages.filter(({ index }) => index >= this.nextPosition);
    const isAtEnd = this.#isAtEnd();
    for (const message of fresh) {
      this.nextPosition = message.index + 1;
      this.#apply(message);
    }
    if (fresh.length > 0 && isAtEnd) this.toEnd();
    return fresh.filter(
      ({ type, from }) => from.type !== this.#own && ['Message', 'PushUrl', 'FileUploaded'].includes(type),
    );
  }

  /** Somebody else has read everything up to the index. */
  showRead(index) {
    if (!(index > this.#readTo)) return;
    this.#readTo = index;
    for (const [own, mark] of this.#mine) if (own <= index) this.#mark(mark, 'read');
  }

  /** What has not arrived yet, below everything else. */
  showWaiting(waiting) {
    this.#waiting = waiting;
    const isAtEnd = this.#isAtEnd();
    for (const item of this.#list.querySelectorAll('.unsent')) item.remove();
    for (const { text, state } of waiting.filter((one) => !this.#arrived.has(one))) {
      const item = element('li', 'mine unsent', element('p', 'text', text), element('p', 'mark', t(`chat.${state}`)));
      this.#list.append(item);
    }
    if (isAtEnd) this.toEnd();
  }

  /** A message may stand in the chat before the answer to whoever sent it is here. */
  #arrives(text) {
    const sent = this.#waiting.find((one) => one.text === text && !this.#arrived.has(one));
    if (sent === undefined) return;
    this.#arrived.add(sent);
    this.showWaiting(this.#waiting);
  }

  toEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  /** The whole conversation as plain text. */
  get transcript() {
    return `${this.#lines.join('\n')}\n`;
  }

  #isAtEnd() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 60;
  }

  #mark(mark, state) {
    mark.textContent = `${state === 'read' ? '✓✓' : '✓'} ${t(`chat.${state}`)}`;
  }

  #apply(message) {
    const { type, from, text = '', utcTime, index, userData = {} } = message;
    const isMine = from.type === this.#own;
    const name = from.nickname;
    switch (type) {
      case 'Message': {
        if (isMine) this.#arrives(text);
        else this.#typing.textContent = '';
        this.#say(message, element('p', 'text', ...linkedText(text)), text);
        return;
      }
      case 'PushUrl':
        this.#say(
          message,
          element('p', 'text card', element('span', 'muted small', t('chat.linkFrom', { name })), safeLink(text)),
          text,
        );
        return;
      case 'FileUploaded': {
        const item = this.#say(
          message,
          this.#fileView({ ...this.#fileOf(userData), isMine }),
          userData['file-name'] ?? '',
        );
        this.#files.set(userData['file-id'], item);
        return;
      }
      case 'FileDeleted':
        this.#files.get(userData['file-id'])?.remove();
        this.#event(t('chat.fileDeleted', { name }), utcTime);
        return;
      case 'ParticipantJoined':
        if (from.type === 'Agent') this.agents.add(name);
        this.#event(t('chat.joined', { name }), utcTime);
        return;
      case 'ParticipantLeft':
        if (from.type === 'Agent') this.agents.delete(name);
        this.#typing.textContent = '';
        this.#event(t('chat.left', { name }), utcTime);
        return;
      case 'NicknameUpdated':
        this.#event(t('chat.renamed', { name }), utcTime);
        return;
      case 'TypingStarted':
        if (!isMine) this.#typing.textContent = t('chat.isTyping', { name });
        return;
      case 'TypingStopped':
        if (!isMine) this.#typing.textContent = '';
        return;
      case 'CustomNotice':
        return;
      default: {
        const key = `notice.${userData.notice ?? type}`;
        const known = t(key);
        const shown = known === key ? text : known;
        if (shown !== '') this.#event(shown, utcTime, index);
      }
    }
  }

  #fileOf(userData) {
    const { 'file-id': id, 'file-name': name, 'file-size': size, 'file-type': type } = userData;
    return { id, name, size: Number(size), type };
  }

  #say({ from, utcTime, index }, content, plain) {
    const isMine = from.type === this.#own;
    const item = element('li', isMine ? 'mine' : 'theirs');
    item.append(element('p', 'by', `${from.nickname} · ${time.format(utcTime)}`), content);
    if (isMine) {
      const mark = element('p', 'mark');
      this.#mark(mark, index <= this.#readTo ? 'read' : 'sent');
      this.#mine.set(index, mark);
      item.append(mark);
    }
    this.#list.insertBefore(item, this.#list.querySelector('.unsent'));
    this.#lines.push(`[${new Date(utcTime).toLocaleString()}] ${from.nickname}: ${plain}`);
    return item;
  }

  #event(text, utcTime) {
    const item = element('li', 'event', element('p', '', `${text} · ${time.format(utcTime)}`));
    this.#list.insertBefore(item, this.#list.querySelector('.unsent'));
    this.#lines.push(`[${new Date(utcTime).toLocaleString()}] ${text}`);
  }
}
