import type { Socket } from 'node:net';
import { readNumberList } from '@eservices-lb/sdk/rules';
import type { NumberInterval } from '@eservices-lb/sdk/rules';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { z } from 'zod';
import { commandStatus } from '../smpp/command-status.js';
import type { ReceivedUnit } from '../smpp/pdu-stream.js';
import { SmppConnection } from '../smpp/smpp-connection.js';
import type { SmppAnswer } from '../smpp/smpp-connection.js';
import { SmppError } from '../smpp/smpp-error.js';
import type { StoredMessage } from './stored-message.js';

export interface BoundServerOptions {
  readonly socket: Socket;
  readonly clock: Clock;
  readonly log: Logger;
  readonly isPassword: (password: string) => boolean;
  /** An SMS Server sends a message. */
  readonly onSubmitted: (request: ReceivedUnit, sentBy: string) => SmppAnswer;
  /** It takes messages from now on. */
  readonly onBound: () => void;
  readonly onClosed: (server: BoundServer) => void;
}

const bindSchema = z.object({
  system_id: z.string().min(1).max(64),
  password: z.string().max(64),
  address_range: z.string().max(64).default(''),
});
/** Whoever does not say who he is within so long is sent away. */
const bindLimitMs = 5_000;
const mostUnanswered = 100;
const deliveryLimitMs = 20_000;
const international = 1;
const longestNumber = 15;

/** One connection of an SMS Server to the SMS Center. */
export class BoundServer {
  readonly #options: BoundServerOptions;
  readonly #connection: SmppConnection;
  #systemId = '';
  #numbers: readonly NumberInterval[] = [];

  constructor(options: BoundServerOptions) {
    this.#options = options;
    const { socket, clock, log, onClosed } = options;
    const cancel = clock.after(bindLimitMs, () => {
      this.#connection.end(new SmppError('CONNECTION_LOST', 'Nobody said who he is (bind_transceiver).'));
    });
    this.#connection = new SmppConnection({
      ...{ socket, clock },
      onRequest: (request) => Promise.resolve(this.#answer(request, cancel)),
      onClosed: (reason) => {
        cancel();
        log.info({ server: this.#systemId, code: reason.code, reason: reason.message }, 'a connection ended');
        onClosed(this);
      },
      onUnforeseen: (error) => {
        log.warn(error, 'SMPP');
      },
    });
  }

  get systemId(): string {
    return this.#systemId;
  }

  /** How many more messages it may have unanswered. */
  get room(): number {
    return this.#connection.isOpen ? Math.max(0, mostUnanswered - this.#connection.unanswered) : 0;
  }

  /** Whether it asked for messages of this number; all, where it asked for none in particular. */
  asksFor(number: string): boolean {
    const at = Number(number.replaceAll(/\D/g, '').padEnd(longestNumber, '0'));
    return this.#numbers.length === 0 || this.#numbers.some(({ first, last }) => first <= at && at <= last);
  }

  /**
   * Resolves when the server has acknowledged the message.
   * @throws SmppError
   */
  async deliver({ messageId, from, to, written }: StoredMessage): Promise<void> {
    const fields = {
      ...addressOf('source_addr', 'source_addr', from),
      ...addressOf('destination_addr', 'dest_addr', to),
      ...written,
      receipted_message_id: messageId,
    };
    await this.#connection.request('deliver_sm', fields, { limitMs: deliveryLimitMs });
  }

  end(): void {
    this.#connection.end(new SmppError('CONNECTION_LOST', 'The SMS Center stops.'));
  }

  #answer(request: ReceivedUnit, isHere: () => void): SmppAnswer {
    const { command } = request.unit;
    if (command === 'bind_transceiver') return this.#bind(request, isHere);
    if (this.#systemId === '') return { status: commandStatus.notBound };
    if (command === 'submit_sm') return this.#options.onSubmitted(request, this.#systemId);
    return { status: commandStatus.invalidCommand };
  }

  #bind({ unit }: ReceivedUnit, isHere: () => void): SmppAnswer {
    const { isPassword, onBound, log, clock } = this.#options;
    if (this.#systemId !== '') return { status: commandStatus.alreadyBound };
    const { system_id, password, address_range } = bindSchema.parse(unit);
    if (!isPassword(password)) {
      log.warn({ server: system_id }, 'a wrong password');
      return { status: commandStatus.wrongPassword };
    }
    isHere();
    this.#systemId = system_id;
    this.#numbers = readNumberList(address_range).intervals;
    log.info({ server: system_id, numbers: address_range }, 'bound');
    // The answer goes out before the first message.
    clock.after(0, () => {
      if (this.#connection.isOpen) onBound();
    });
    return { status: commandStatus.ok, fields: { system_id: 'SMSC' } };
  }
}

function addressOf(addressField: string, prefix: string, number: string): object {
  const isInternational = number.startsWith('+');
  const type = isInternational ? international : /^\d+$/.test(number) ? 0 : 5;
  return {
    [addressField]: isInternational ? number.slice(1) : number,
    [`${prefix}_ton`]: type,
    [`${prefix}_npi`]: type === international ? 1 : 0,
  };
}
