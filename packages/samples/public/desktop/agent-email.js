import { t } from '../texts.js';
import { agentApi } from './agent-api.js';
import { offerAnswers } from './canned-answers.js';
import { showHistory } from './contact-history.js';

/** An agent's window on one waiting e-mail: shows it, and takes the answer. */
export class AgentEmail {
  #panel;

  constructor(email, { tenant, nickname, onClosed }) {
    this.#panel = document.getElementById('email-panel').content.firstElementChild.cloneNode(true);
    this.#panel.setAttribute('aria-label', t('agent.emailAbout', { subject: email.subject }));
    this.#panel.querySelector('h2').textContent = email.subject;
    this.#panel.querySelector('.conversation-head p').textContent =
      `${email.firstName} ${email.lastName} <${email.fromAddress}> · ${new Date(email.receivedUtc).toLocaleString()}`;
    this.#panel.querySelector('pre').textContent = email.text;
    void this.#load(email.interactionId, tenant);
    this.#showFiles(email, tenant);
    offerAnswers(this.#panel.querySelector('.canned'), this.#panel.querySelector('textarea'), tenant);
    void showHistory(this.#panel, { tenant, emailAddress: email.fromAddress, except: email.interactionId });
    this.#panel.querySelector('[data-close]').addEventListener('click', () => {
      this.remove();
      onClosed();
    });
    this.#panel.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#answer(email.interactionId, { tenant, nickname: nickname() });
    });
    document.getElementById('work').append(this.#panel);
  }

  /** The list has only the beginning of the mail. */
  async #load(interactionId, tenant) {
    try {
      const { text } = await agentApi(`emails/${encodeURIComponent(interactionId)}`, { tenant });
      this.#panel.querySelector('pre').textContent = text;
    } catch (error) {
      this.#say(error.message);
    }
  }

  focus() {
    this.#panel.querySelector('textarea').focus();
    this.#panel.scrollIntoView({ block: 'nearest' });
  }

  remove() {
    this.#panel.remove();
  }

  #showFiles({ interactionId, attachments }, tenant) {
    const list = this.#panel.querySelector('.attachments');
    list.hidden = attachments.length === 0;
    for (const { index, name, size } of attachments) {
      const link = document.createElement('a');
      const query = new URLSearchParams({ tenant });
      link.href = `/agent/api/emails/${encodeURIComponent(interactionId)}/attachments/${index}?${query}`;
      link.download = name;
      link.textContent = `${name} (${Math.max(1, Math.round(size / 1024))} kB)`;
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
  }

  async #answer(interactionId, { tenant, nickname }) {
    const button = this.#panel.querySelector('form button');
    const field = this.#panel.querySelector('textarea');
    button.disabled = true;
    try {
      const path = `emails/${encodeURIComponent(interactionId)}/reply`;
      const { answered } = await agentApi(path, { tenant, body: { nickname, text: field.value } });
      this.#say(t(answered === 'by-you' ? 'agent.onItsWay' : 'agent.already'));
      field.disabled = true;
      button.hidden = true;
    } catch (error) {
      this.#say(error.message);
      button.disabled = false;
    }
  }

  #say(text) {
    const notice = this.#panel.querySelector('.notice');
    notice.textContent = text;
    notice.hidden = false;
  }
}
