import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '@eservices-lb/sdk';
import { RequestError } from '../application-server/request-error.js';
import { commandStatus } from '../smpp/command-status.js';
import type { ReceivedUnit } from '../smpp/pdu-stream.js';
import { readShortMessage } from '../smpp/short-message.js';
import type { SmppAnswer } from '../smpp/smpp-connection.js';
import { splitText } from '../smpp/split-text.js';
import type { WrittenText } from '../smpp/split-text.js';
import { Delivery } from './delivery.js';
import { MessageQueue } from './message-queue.js';
import type { StoredMessage, SubmittedMessage } from './stored-message.js';

/** What a telephone sends. */
export interface TelephoneMessage {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Deliver it to this SMS Server, whoever asks for the number. */
  readonly via?: string | undefined;
}

const mostSubmittedKept = 10_000;

/** What the SMS Center has and does: messages of telephones for SMS Servers, and messages of SMS Servers for telephones. */
export class MessageCenter {
  readonly delivery: Delivery;
  readonly #queue = new MessageQueue();
  readonly #clock: Clock;
  readonly #submitted: SubmittedMessage[] = [];
  /** The messages that were submitted under a request number. */
  readonly #known = new Map<string, string>();
  readonly #run = randomBytes(3).toString('hex');
  #count = 0;
  #submissions = 0;

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
    this.delivery = new Delivery(this.#queue, clock);
  }

  /**
   * A telephone sends a message; it is delivered as soon as it can be.
   * @returns the numbers of the message, or of its parts
   * @throws RequestError 503 where there is no room for more
   */
  send({ from, to, text, via }: TelephoneMessage): readonly string[] {
    const messageIds = splitText(text, randomInt(256)).map((written) => this.store({ from, to, via }, written));
    this.delivery.go();
    return messageIds;
  }

  /**
   * Stores a message, or a part of one, as it is to be delivered.
   * @returns its number
   * @throws RequestError 503 where there is no room for more
   */
  store({ from, to, via }: Omit<TelephoneMessage, 'text'>, written: WrittenText): string {
    if (this.#queue.isFull)
      throw new RequestError(503, 'QUEUE_FULL', 'The SMS Center has no room: deliver some first.');
    const messageId = `${this.#run}-${++this.#count}`;
    this.#queue.add({
      ...{ messageId, from, to, written, state: 'waiting', attempts: 0, rejectedBy: [] },
      ...(via !== undefined && { via }),
    });
    this.delivery.goLater();
    return messageId;
  }

  /** An SMS Server sends a message; the same request is the same message. */
  take(request: ReceivedUnit, sentBy: string): SmppAnswer {
    const { source, destination, content, part, requestId } = readShortMessage(request);
    const known = requestId === undefined ? undefined : this.#known.get(requestId);
    if (known !== undefined) return { status: commandStatus.ok, fields: { message_id: known } };
    if (!/^\+?\d{3,15}$/.test(destination.written)) return { status: commandStatus.invalidDestination };
    const messageId = `${this.#run}-out-${++this.#submissions}`;
    if (requestId !== undefined) this.#known.set(requestId, messageId);
    this.#submitted.push({
      ...{ messageId, from: written(source), to: written(destination), sentBy },
      ...{ text: 'text' in content ? content.text : '', sentUtc: this.#clock.wallClock() },
      ...(part !== undefined && { part }),
    });
    this.#forgetOld();
    return { status: commandStatus.ok, fields: { message_id: messageId } };
  }

  message(messageId: string): StoredMessage | undefined {
    return this.#queue.find(messageId);
  }

  messages(most: number, state?: StoredMessage['state']): readonly StoredMessage[] {
    return this.#queue.list(most, state);
  }

  submitted(most: number): readonly SubmittedMessage[] {
    return this.#submitted.slice(-most);
  }

  counts(): {
    readonly servers: readonly string[];
    readonly stored: number;
    readonly delivered: number;
    readonly unacknowledged: number;
    readonly nobodys: number;
    readonly submitted: number;
  } {
    const { servers, nobodys } = this.delivery;
    const { delivered, unacknowledged } = this.#queue;
    return { servers, stored: this.#count, delivered, unacknowledged, nobodys, submitted: this.#submissions };
  }

  close(): void {
    this.delivery.close();
  }

  #forgetOld(): void {
    if (this.#submitted.length > mostSubmittedKept) this.#submitted.shift();
    const [oldest] = this.#known.keys();
    if (this.#known.size > 10 * mostSubmittedKept && oldest !== undefined) this.#known.delete(oldest);
  }
}

const written = ({ written: number, typeOfNumber }: { written: string; typeOfNumber: number }): string =>
  typeOfNumber === 1 ? `+${number.replace('+', '')}` : number;
