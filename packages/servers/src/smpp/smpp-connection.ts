import type { Socket } from 'node:net';
import type { Clock } from '@eservices-lb/sdk';
import { commandStatus, statusName } from './command-status.js';
import { PduStream } from './pdu-stream.js';
import type { ReceivedUnit, UnreadableUnit } from './pdu-stream.js';
import { newUnit } from './protocol-data-unit.js';
import type { ProtocolDataUnit } from './protocol-data-unit.js';
import { SmppError } from './smpp-error.js';

/** What to answer to a request. */
export interface SmppAnswer {
  readonly status: number;
  readonly fields?: object;
}

export interface SmppConnectionOptions {
  readonly socket: Socket;
  readonly clock: Clock;
  /** Carries out a request of the other side. What it cannot read (SmppError) is answered with ESME_RINVMSGLEN, what else it throws with ESME_RSYSERR. */
  readonly onRequest: (request: ReceivedUnit) => Promise<SmppAnswer>;
  /** Called once, however the connection ended. */
  readonly onClosed: (reason: SmppError) => void;
  readonly onUnforeseen: (error: unknown) => void;
}

/** So many requests of the other side may be unanswered; then no more is read until some are. */
const mostInProgress = 512;
const longestBacklogBytes = 8 * 1024 * 1024;
const answerLimitMs = 30_000;
const enquireMs = 10_000;
const enquireLimitMs = 5_000;
const closingLimitMs = 1_000;
/** SMPP has no answer to these, and the library throws where one is to be made. */
const withoutAnswer: ReadonlySet<string> = new Set(['outbind', 'alert_notification']);

interface Pending {
  readonly resolve: (answer: ProtocolDataUnit) => void;
  readonly reject: (error: SmppError) => void;
}

/** One side of an SMPP 3.4 connection. Silence is noticed (enquire_link), every request has a time-out, and everything is bounded. */
export class SmppConnection {
  readonly #options: SmppConnectionOptions;
  readonly #stream = new PduStream();
  readonly #pending = new Map<number, Pending>();
  #sequence = 0;
  #inProgress = 0;
  #hasHeard = true;
  #isClosing = false;
  #onIdle: () => void = () => undefined;
  #reason: SmppError | undefined;
  #cancelEnquiry: () => void;

  constructor(options: SmppConnectionOptions) {
    this.#options = options;
    const { socket } = options;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    socket.on('error', (error) => {
      this.#reason ??= new SmppError('CONNECTION_LOST', `The connection was lost: ${error.message}.`);
    });
    socket.once('close', () => {
      this.#ended();
    });
    this.#cancelEnquiry = this.#enquireLater();
  }

  /** Requests of ours that are not answered yet. */
  get unanswered(): number {
    return this.#pending.size;
  }

  get isOpen(): boolean {
    return this.#options.socket.writable && this.#reason === undefined;
  }

  /**
   * Asks the other side.
   * @throws SmppError; REFUSED where the answer is not ESME_ROK
   */
  async request(command: string, fields: object, { limitMs = answerLimitMs } = {}): Promise<ProtocolDataUnit> {
    if (!this.isOpen) throw this.#reason ?? new SmppError('CONNECTION_LOST', 'There is no connection.');
    this.#sequence = this.#sequence === 0x7fff_ffff ? 1 : this.#sequence + 1;
    const sequence = this.#sequence;
    const answer = await new Promise<ProtocolDataUnit>((resolve, reject) => {
      const cancel = this.#options.clock.after(limitMs, () => {
        settle()?.reject(new SmppError('NO_ANSWER', `There was no answer to ${command} within ${limitMs} ms.`));
      });
      const settle = (): Pending | undefined => {
        cancel();
        this.#pending.delete(sequence);
        return { resolve, reject };
      };
      this.#pending.set(sequence, {
        resolve: (unit) => settle()?.resolve(unit),
        reject: (error) => settle()?.reject(error),
      });
      this.#write(newUnit(command, { ...fields, sequence_number: sequence }));
    });
    if (answer.command_status === commandStatus.ok) return answer;
    const status = statusName(answer.command_status);
    throw new SmppError('REFUSED', `${command} was refused: ${status}.`, status);
  }

  /** Answers what is under way and takes nothing more, says good-bye (unbind) and ends the connection, within two seconds. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#inProgress > 0 && this.isOpen) await this.#allAnswered();
    if (this.isOpen) await this.request('unbind', {}, { limitMs: closingLimitMs }).catch(() => undefined);
    this.end(new SmppError('CONNECTION_LOST', 'The connection was closed.'));
  }

  /** Ends the connection at once. */
  end(reason: SmppError): void {
    this.#reason ??= reason;
    this.#options.socket.destroySoon();
  }

  #allAnswered(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(closingLimitMs, resolve);
      this.#onIdle = () => {
        cancel();
        resolve();
      };
    });
  }

  #receive(chunk: Buffer): void {
    this.#hasHeard = true;
    if (this.#hasEnded()) return;
    try {
      for (const received of this.#stream.push(chunk)) {
        // What is asked behind an unbind could not be answered any more; answers are still taken.
        if (!this.#hasEnded() || isAnswer(received)) this.#handle(received);
      }
    } catch (error) {
      if (!(error instanceof SmppError)) throw error;
      this.#write(newUnit('generic_nack', { command_status: commandStatus.invalidCommandLength }));
      this.end(error);
    }
  }

  #hasEnded(): boolean {
    return this.#reason !== undefined;
  }

  #handle(received: ReceivedUnit | UnreadableUnit): void {
    if ('reason' in received) {
      this.#unreadable(received);
      return;
    }
    const { unit } = received;
    if (unit.isResponse()) this.#pending.get(unit.sequence_number)?.resolve(unit);
    else if (unit.command === 'enquire_link') this.#write(unit.response());
    else if (unit.command === 'unbind') {
      this.#write(unit.response());
      this.end(new SmppError('CONNECTION_LOST', 'The other side ended the connection (unbind).'));
    } else if (withoutAnswer.has(unit.command)) {
      const fields = { command_status: commandStatus.invalidCommand, sequence_number: unit.sequence_number };
      this.#write(newUnit('generic_nack', fields));
    } else void this.#carryOut(received);
  }

  #unreadable({ sequenceNumber, isResponse, reason }: UnreadableUnit): void {
    const error = new SmppError('MALFORMED_PDU', `A protocol data unit cannot be read: ${reason}`);
    this.#options.onUnforeseen(error);
    if (isResponse) this.#pending.get(sequenceNumber)?.reject(error);
    else {
      const fields = { command_status: commandStatus.invalidMessageLength, sequence_number: sequenceNumber };
      this.#write(newUnit('generic_nack', fields));
    }
  }

  async #carryOut(received: ReceivedUnit): Promise<void> {
    const { socket, onRequest, onUnforeseen } = this.#options;
    const { unit } = received;
    this.#inProgress += 1;
    if (this.#inProgress === mostInProgress) socket.pause();
    let answer: SmppAnswer = { status: commandStatus.systemError };
    try {
      if (unit.command === 'unknown') answer = { status: commandStatus.invalidCommand };
      else answer = this.#isClosing ? { status: commandStatus.temporaryError } : await onRequest(received);
    } catch (error) {
      if (error instanceof SmppError) answer = { status: commandStatus.invalidMessageLength };
      onUnforeseen(error);
    }
    this.#inProgress -= 1;
    if (this.#inProgress === mostInProgress - 1) socket.resume();
    this.#write(unit.response({ ...answer.fields, command_status: answer.status }));
    if (this.#inProgress === 0) this.#onIdle();
  }

  #write(unit: ProtocolDataUnit): void {
    const { socket } = this.#options;
    if (!socket.writable) return;
    if (socket.writableLength > longestBacklogBytes) socket.destroy();
    else socket.write(unit.toBuffer());
  }

  #enquireLater(): () => void {
    return this.#options.clock.after(enquireMs, () => {
      if (this.#hasHeard) {
        this.#hasHeard = false;
        this.#cancelEnquiry = this.#enquireLater();
        return;
      }
      this.request('enquire_link', {}, { limitMs: enquireLimitMs }).then(
        () => (this.#cancelEnquiry = this.#enquireLater()),
        () => {
          this.#reason ??= new SmppError('CONNECTION_LOST', 'The other side does not answer enquire_link.');
          this.#options.socket.destroy();
        },
      );
    });
  }

  #ended(): void {
    this.#cancelEnquiry();
    this.#reason ??= new SmppError('CONNECTION_LOST', 'The other side ended the connection.');
    for (const { reject } of [...this.#pending.values()]) reject(this.#reason);
    this.#options.onClosed(this.#reason);
  }
}

const isAnswer = (received: ReceivedUnit | UnreadableUnit): boolean =>
  'reason' in received ? received.isResponse : received.unit.isResponse();
