import { ChatFiles } from '../conversation/chat-files.js';
import { Outbox } from '../conversation/outbox.js';
import { newRequestId } from '../conversation/request-id.js';
import { ConversationView } from '../conversation/conversation-view.js';
import { composer } from '../composer.js';
import { problemText, t } from '../texts.js';
import { AgentConnection } from './agent-connection.js';
import { offerAnswers } from './canned-answers.js';
import { showHistory } from './contact-history.js';

const everyMs = 1000;

/** An agent's window on one joined chat: shows it, answers in it, until it ends or is closed. */
export class AgentChat {
  #connection;
  #panel;
  #view;
  #files;
  #outbox;
  #onClosed;
  #onNews;
  #isOver = false;
  #read = 0;
  /** What was said last, and may not have arrived. */
  #unsure;

  constructor(seat, { onClosed, onMoved, onNews }) {
    this.#connection = new AgentConnection(seat, { onMoved });
    [this.#onClosed, this.#onNews] = [onClosed, onNews];
    this.#panel = document.getElementById('chat-panel').content.firstElementChild.cloneNode(true);
    this.#panel.setAttribute('aria-label', t('agent.chatWith', { name: seat.title }));
    this.#find('h2').textContent = seat.title;
    this.#files = new ChatFiles({
      connection: this.#connection,
      onProgress: (text) => (this.#find('.typing').textContent = text),
      onReply: (reply, problem) => {
        if (reply.statusCode === 0) this.#take(reply);
        if (problem !== undefined) this.#say(problem);
      },
    });
    this.#view = new ConversationView({
      list: this.#find('.transcript'),
      typing: this.#find('.typing'),
      own: 'Agent',
      fileView: (file) => this.#files.view(file),
    });
    this.#outbox = new Outbox({
      send: (message, requestId) => this.#send(message, requestId),
      onChange: (waiting) => this.#view.showWaiting(waiting),
    });
    const field = this.#find('textarea');
    composer(this.#find('form'), {
      send: (message) => {
        this.#outbox.add(message);
        return Promise.resolve(true);
      },
      typing: (isTyping) =>
        void this.#connection.request(isTyping ? 'startTyping' : 'stopTyping').catch(() => undefined),
    });
    offerAnswers(this.#find('.canned'), field, seat.tenant);
    this.#find('[data-link]').addEventListener('click', async () => {
      if (await this.#utter('pushUrl', { pushUrl: field.value.trim() })) field.value = '';
    });
    this.#find('input[type=file]').addEventListener('change', ({ target }) => {
      for (const file of target.files) this.#files.upload(file);
      target.value = '';
    });
    this.#find('[data-end]').addEventListener('click', () => void this.#end());
    this.#panel.addEventListener('focusin', () => void this.#markRead());
    document.getElementById('work').append(this.#panel);
    const { tenant, emailAddress, chatId } = seat;
    void showHistory(this.#panel, { tenant, emailAddress, except: chatId });
    void this.#follow();
  }

  focus() {
    this.#find('textarea').focus();
    this.#panel.scrollIntoView({ block: 'nearest' });
  }

  /** Takes the window away; the chat goes on. */
  remove() {
    this.#isOver = true;
    this.#outbox.clear();
    this.#panel.remove();
  }

  #find(selector) {
    return this.#panel.querySelector(selector);
  }

  async #follow() {
    while (!this.#isOver) {
      try {
        this.#take(await this.#connection.request('refresh', { transcriptPosition: this.#view.nextPosition }));
      } catch (error) {
        this.#say(error.message);
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  async #send(message, requestId) {
    try {
      const said = { message, requestId, transcriptPosition: this.#view.nextPosition };
      const reply = await this.#connection.request('send', said);
      this.#take(reply);
      return reply;
    } catch (error) {
      this.#say(error.message);
      // Without an answer it is tried again; what was refused is not.
      return { statusCode: error.cause === undefined ? 2 : 1 };
    }
  }

  /** Said again because it seemed not to have arrived, it is said under the same number, and so once. */
  async #utter(operation, parameters) {
    const what = JSON.stringify([operation, parameters]);
    if (this.#unsure?.what !== what) this.#unsure = { what, requestId: newRequestId() };
    try {
      const said = { requestId: this.#unsure.requestId, transcriptPosition: this.#view.nextPosition };
      const reply = await this.#connection.request(operation, { ...parameters, ...said });
      if (reply.statusCode !== 1) this.#unsure = undefined;
      this.#take(reply);
      return reply.statusCode === 0;
    } catch (error) {
      this.#say(error.message);
      return false;
    }
  }

  #take(reply) {
    if (this.#isOver) return;
    const theirs = this.#view.show(reply.messages ?? []);
    this.#view.showRead(Number(reply.userData?.['read-position']));
    const isLookedAt = !document.hidden && this.#panel.contains(document.activeElement);
    if (theirs.length > 0 && !isLookedAt) {
      this.#panel.classList.add('has-news');
      this.#onNews();
    } else if (theirs.length > 0) void this.#markRead();
    const [error] = reply.errors ?? [];
    if (reply.chatEnded) this.#over();
    else this.#say(error === undefined ? '' : problemText(error));
  }

  async #markRead() {
    const last = this.#view.nextPosition - 1;
    this.#panel.classList.remove('has-news');
    if (this.#isOver || last <= this.#read) return;
    this.#read = last;
    await this.#connection.request('readReceipt', { transcriptPosition: last }).catch(() => (this.#read = 0));
  }

  async #end() {
    if (!this.#isOver) await this.#connection.request('disconnect').catch(() => undefined);
    this.remove();
    this.#onClosed();
  }

  #over() {
    this.#isOver = true;
    this.#outbox.clear();
    this.#say(t('agent.chatEnded'));
    this.#find('form').hidden = true;
    this.#find('.typing').textContent = '';
    this.#find('[data-end]').textContent = t('agent.close');
  }

  #say(text) {
    const state = this.#find('.conversation-head p');
    if (state.textContent !== text) state.textContent = text;
  }
}
