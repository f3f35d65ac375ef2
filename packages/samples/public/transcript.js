const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** Shows the messages of a chat as they come, each once. Whatever people write is set as text, never as markup. */
export class Transcript {
  /** The position to ask for next. */
  nextPosition = 1;
  /** The nicknames of the agents that are in the chat. */
  agents = new Set();
  #list;
  #typing;
  #mine;

  /** `mine`: whose messages stand on the right, 'Client' or 'Agent'. */
  constructor({ list, typing, mine }) {
    this.#list = list;
    this.#typing = typing;
    this.#mine = mine;
  }

  show(messages) {
    const fresh = messages.filter(({ index }) => index >= this.nextPosition);
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 60;
    for (const message of fresh) {
      this.nextPosition = message.index + 1;
      this.#apply(message);
    }
    if (fresh.length > 0 && isAtEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #apply({ type, from, text = '', utcTime }) {
    const isMine = from.type === this.#mine;
    switch (type) {
      case 'Message':
        if (!isMine) this.#typing.textContent = '';
        this.#append(isMine ? 'mine' : 'theirs', [
          ['by', `${from.nickname} · ${time.format(utcTime)}`],
          ['text', text],
        ]);
        return;
      case 'ParticipantJoined':
        if (from.type === 'Agent') this.agents.add(from.nickname);
        this.#append('event', [['', `${from.nickname} joined · ${time.format(utcTime)}`]]);
        return;
      case 'ParticipantLeft':
        if (from.type === 'Agent') this.agents.delete(from.nickname);
        this.#typing.textContent = '';
        this.#append('event', [['', `${from.nickname} left · ${time.format(utcTime)}`]]);
        return;
      case 'TypingStarted':
        if (!isMine) this.#typing.textContent = `${from.nickname} is typing …`;
        return;
      case 'TypingStopped':
        if (!isMine) this.#typing.textContent = '';
        return;
      default:
        if (text !== '') this.#append('event', [['', text]]);
    }
  }

  #append(className, lines) {
    const item = document.createElement('li');
    item.className = className;
    for (const [lineClass, text] of lines) {
      const line = document.createElement('p');
      line.className = lineClass;
      line.textContent = text;
      item.append(line);
    }
    this.#list.append(item);
  }
}
