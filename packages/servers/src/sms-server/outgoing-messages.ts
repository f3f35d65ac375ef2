import { createHash } from 'node:crypto';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isPassing } from '../smpp/command-status.js';
import { requestIdField } from '../smpp/request-id.js';
import { SmppError } from '../smpp/smpp-error.js';
import { splitText } from '../smpp/split-text.js';
import { mostWaitingAtOnce } from './outgoing-store.js';
import type { OutgoingStore, SentSms } from './outgoing-store.js';
import type { SmsCenterLink } from './sms-center-link.js';

export interface OutgoingMessagesOptions {
  readonly store: OutgoingStore;
  readonly link: Pick<SmsCenterLink, 'request' | 'isBound'>;
  /** The name under which this server owns numbers. */
  readonly application: () => string;
  readonly isActive: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often the owner of numbers looks for what others were asked to send, ms. */
const lookMs = 500;
const atOnce = 20;
const looksBetweenCleaning = 1_000;
const mostPages = 10;
const international = 1;
const submittedSchema = z.object({ message_id: z.string().max(128).default('') });

/** Sends what is to be sent to this server's numbers: all that was stored, until the SMS Center has taken or refused it. */
export class OutgoingMessages {
  readonly #options: OutgoingMessagesOptions;
  #cancel: () => void;
  #sending: Promise<void> | undefined;
  #isAskedAgain = false;
  #looks = 0;
  /** Where the next look goes on: what the SMS Center does not take now must not hold up what came later. */
  #after: string | undefined;
  #pages = 0;
  #isClosed = false;
  sent = 0;
  /** How many wait to be sent, of those that were looked at since the first of them. */
  waiting = 0;

  constructor(options: OutgoingMessagesOptions) {
    this.#options = options;
    this.#cancel = this.#lookLater();
  }

  /** Something was stored: it is sent now, as far as it can be. */
  look(): void {
    this.#isAskedAgain = true;
    this.#sending ??= this.#sendAll()
      .catch((error: unknown) => {
        this.#options.log.warn(error, 'messages cannot be sent now; it will be tried again');
      })
      .finally(() => (this.#sending = undefined));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#sending;
  }

  #lookLater(): () => void {
    return this.#options.clock.after(lookMs, () => {
      if (this.#isClosed) return;
      this.look();
      this.#cancel = this.#lookLater();
    });
  }

  async #sendAll(): Promise<void> {
    const { store, application, isActive, link } = this.#options;
    while (this.#isAskedAgain && !this.#isClosed && isActive() && link.isBound) {
      this.#isAskedAgain = false;
      const messages = await store.waiting(application(), this.#after);
      this.waiting = (this.#after === undefined ? 0 : this.waiting) + messages.length;
      for (let at = 0; at < messages.length; at += atOnce) await this.#sendTogether(messages.slice(at, at + atOnce));
      this.#turnPage(messages);
      this.#looks += 1;
      if (this.#looks % looksBetweenCleaning === 0) await store.forgetOld(application());
    }
  }

  /** Behind the last one the first are tried again, at the latest after so many pages. */
  #turnPage(messages: readonly SentSms[]): void {
    this.#pages = messages.length < mostWaitingAtOnce ? 0 : (this.#pages + 1) % mostPages;
    this.#after = this.#pages === 0 ? undefined : messages.at(-1)?.requestId;
  }

  /** Ends when none of them is on its way any more, so that none is asked for again meanwhile. */
  async #sendTogether(messages: readonly SentSms[]): Promise<void> {
    const settled = await Promise.allSettled(messages.map((message) => this.#send(message)));
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
  }

  async #send(message: SentSms): Promise<void> {
    const { store, log } = this.#options;
    const { requestId } = message;
    try {
      const messageIds: string[] = [];
      for (const fields of unitsOf(message)) messageIds.push(await this.#submit(fields));
      await store.sent(requestId, messageIds);
      this.sent += 1;
      this.waiting -= 1;
    } catch (error) {
      if (!(error instanceof SmppError)) throw error;
      log.warn({ requestId, reason: error.message }, 'a message is not sent');
      if (error.code === 'REFUSED' && !isPassing(error.status)) await store.failed(requestId, error.message);
    }
  }

  async #submit(fields: object): Promise<string> {
    return submittedSchema.parse(await this.#options.link.request('submit_sm', fields)).message_id;
  }
}

/** The units that carry a message. Sent again after a crash, they are the same ones, with the same numbers. */
function unitsOf({ requestId, source, destination, text }: SentSms): readonly object[] {
  const identity = createHash('sha256').update(requestId).digest();
  const units = splitText(text, identity[0] ?? 0);
  return units.map((unit, at) => ({
    ...addressFields('source', source),
    ...addressFields('destination', destination),
    ...unit,
    [requestIdField]: `${identity.toString('hex')}.${at + 1}`,
  }));
}

function addressFields(of: 'source' | 'destination', number: string): object {
  const isInternational = number.startsWith('+');
  const written = isInternational ? number.slice(1) : number;
  const [type, plan] = isInternational ? [international, 1] : [0, 0];
  return of === 'source'
    ? { source_addr: written, source_addr_ton: type, source_addr_npi: plan }
    : { destination_addr: written, dest_addr_ton: type, dest_addr_npi: plan };
}
