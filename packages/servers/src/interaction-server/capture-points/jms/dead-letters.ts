import type { Delivery, EventContext, Message, Sender } from 'rhea';
import { message as messages } from 'rhea';
import type { UnusableCaptureError } from '../unusable-capture-error.js';

/** The queue for messages that can never become interactions; each says why in its application properties. */
export class DeadLetters {
  readonly #sender: Sender;
  readonly #waiting = new Map<Delivery, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  #ended: Error | undefined;

  constructor(sender: Sender) {
    this.#sender = sender;
    sender.on('accepted', ({ delivery }: EventContext) => {
      if (delivery !== undefined) this.#settled(delivery)?.resolve();
    });
    for (const outcome of ['rejected', 'released', 'modified']) {
      sender.on(outcome, ({ delivery }: EventContext) => {
        const reason = new Error(`The broker has ${outcome} a message that is to be set aside.`);
        if (delivery !== undefined) this.#settled(delivery)?.reject(reason);
      });
    }
  }

  /** Resolves when the broker has it; rejects where it does not take it now. */
  add(message: Message, { code, message: reason }: UnusableCaptureError): Promise<void> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (!this.#sender.sendable())
      return Promise.reject(new Error('The broker takes no messages to set aside at the moment.'));
    const properties = { ...(message.application_properties as object | undefined) };
    const letter = {
      ...message,
      application_properties: { ...properties, 'capture-code': code, 'capture-reason': reason },
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(this.#sender.send(messages.encode(letter), undefined, 0), { resolve, reject });
    });
  }

  /** The connection has ended: of what the broker has not answered by now nobody will hear. */
  end(reason: Error): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }

  #settled(delivery: Delivery): { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined {
    const waiting = this.#waiting.get(delivery);
    this.#waiting.delete(delivery);
    return waiting;
  }
}
