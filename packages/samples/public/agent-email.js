import { agentApi } from './agent-api.js';

/** An agent's window on one waiting e-mail: shows it, and takes the answer. */
export class AgentEmail {
  #panel;

  constructor(email, { tenant, nickname, onClosed }) {
    this.#panel = document.getElementById('email-panel').content.firstElementChild.cloneNode(true);
    this.#panel.setAttribute('aria-label', `E-mail: ${email.subject}`);
    this.#panel.querySelector('h2').textContent = email.subject;
    this.#panel.querySelector('.conversation-head p').textContent =
      `${email.firstName} ${email.lastName} <${email.fromAddress}> · ${new Date(email.receivedUtc).toLocaleString()}`;
    this.#panel.querySelector('pre').textContent = email.text;
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

  focus() {
    this.#panel.querySelector('textarea').focus();
    this.#panel.scrollIntoView({ block: 'nearest' });
  }

  remove() {
    this.#panel.remove();
  }

  async #answer(interactionId, { tenant, nickname }) {
    const button = this.#panel.querySelector('form button');
    const field = this.#panel.querySelector('textarea');
    button.disabled = true;
    try {
      const path = `emails/${encodeURIComponent(interactionId)}/reply`;
      const { answered } = await agentApi(path, { tenant, body: { nickname, text: field.value } });
      this.#say(answered === 'by-you' ? 'Your answer is on its way.' : 'Somebody has answered this e-mail already.');
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
