import { newRequestId } from './request-id.js';

const firstPauseMs = 500;
const longestPauseMs = 4000;

/**
 * What the visitor has said and the chat does not have yet. One after the other, in order; what could not be delivered for the moment is tried
 * again under the same number, under which the chat takes it once.
 */
export class Outbox {
  #send;
  #onChange;
  #waiting = [];
  #isSending = false;

  /** `send(text, requestId)` answers with the reply; `onChange(waiting)` hears of every change. */
  constructor({ send, onChange }) {
    this.#send = send;
    this.#onChange = onChange;
  }

  add(text) {
    this.#waiting.push({ text, requestId: newRequestId(), state: 'sending' });
    this.#onChange(this.#waiting);
    void this.#deliver();
  }

  clear() {
    this.#waiting = [];
    this.#onChange(this.#waiting);
  }

  async #deliver() {
    if (this.#isSending) return;
    this.#isSending = true;
    let pauseMs = firstPauseMs;
    while (this.#waiting.length > 0) {
      const [first] = this.#waiting;
      const { statusCode } = await this.#send(first.text, first.requestId);
      if (statusCode === 1) {
        first.state = 'notSentYet';
        this.#onChange(this.#waiting);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      } else {
        pauseMs = firstPauseMs;
        this.#waiting = this.#waiting.filter((one) => one !== first);
        this.#onChange(this.#waiting);
      }
    }
    this.#isSending = false;
  }
}
