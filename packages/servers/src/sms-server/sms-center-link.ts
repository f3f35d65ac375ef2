import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import type { ReceivedUnit } from '../smpp/pdu-stream.js';
import type { ProtocolDataUnit } from '../smpp/protocol-data-unit.js';
import { SmppConnection } from '../smpp/smpp-connection.js';
import type { SmppAnswer } from '../smpp/smpp-connection.js';
import { SmppError } from '../smpp/smpp-error.js';

/** Where the SMS Center is, and who we are there. */
export interface SmsCenterAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** The certificate authority of a secure SMS Center, in PEM, where it is not one that everybody knows. */
  readonly certificateAuthority?: string | undefined;
  readonly systemId: string;
  readonly password: string;
  /** The numbers whose messages we ask for, at most 40 characters; nothing for all. */
  readonly addressRange: string;
}

export interface SmsCenterLinkOptions {
  readonly address: () => SmsCenterAddress;
  readonly onRequest: (request: ReceivedUnit) => Promise<SmppAnswer>;
  readonly onBound: () => void;
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
}

const connectLimitMs = 5_000;
const bindLimitMs = 5_000;
const shortestPauseMs = 200;
const longestPauseMs = 5_000;
/** Whoever is refused for the credentials is not let in because of asking often. */
const refusedPauseMs = 30_000;
const version34 = 0x34;

/** The one connection of an SMS Server to its SMS Center, bound as transceiver; made anew when it is lost, while it is wanted. */
export class SmsCenterLink {
  readonly #options: SmsCenterLinkOptions;
  #connection: SmppConnection | undefined;
  #isWanted = false;
  #isConnecting = false;
  /** What is being made is not as it is configured any more. */
  #isOutdated = false;
  #failures = 0;
  #problem: string | undefined;
  #cancel: () => void = () => undefined;

  constructor(options: SmsCenterLinkOptions) {
    this.#options = options;
  }

  get isBound(): boolean {
    return this.#connection?.isOpen === true;
  }

  /** Why there is no connection, where one is wanted. */
  get problem(): string | undefined {
    return this.isBound ? undefined : this.#problem;
  }

  /** @throws SmppError */
  request(command: string, fields: object): Promise<ProtocolDataUnit> {
    if (this.#connection?.isOpen === true) return this.#connection.request(command, fields);
    return Promise.reject(
      new SmppError('CONNECTION_LOST', this.#problem ?? 'There is no connection to the SMS Center.'),
    );
  }

  /** From now on it is connected, or tries to be. */
  open(): void {
    this.#isWanted = true;
    this.#failures = 0;
    this.#connect();
  }

  /** Nothing is delivered any more once this resolves. */
  async close(): Promise<void> {
    this.#isWanted = false;
    this.#cancel();
    await this.#connection?.close();
  }

  /** Connects again, under the address and with the numbers that are configured now. */
  async renew(): Promise<void> {
    this.#failures = 0;
    this.#cancel();
    this.#isOutdated = this.#isConnecting;
    if (this.#connection?.isOpen === true) await this.#connection.close();
    else this.#connect();
  }

  #connect(): void {
    if (!this.#isWanted || this.#isConnecting || this.#connection?.isOpen === true) return;
    this.#isConnecting = true;
    void this.#attempt().then((isBound) => {
      const isOutdated = this.#isOutdated;
      this.#isOutdated = false;
      this.#isConnecting = false;
      this.#failures = isBound ? 0 : this.#failures + 1;
      if (!isBound) this.#connectLater();
      else if (!this.#isWanted || isOutdated) void this.#connection?.close();
      else if (this.#connection?.isOpen === true) this.#options.onBound();
    });
  }

  async #attempt(): Promise<boolean> {
    const { address, onRequest, clock, log } = this.#options;
    let connection: SmppConnection | undefined;
    try {
      const to = address();
      const socket = await opened(to, clock);
      connection = new SmppConnection({
        ...{ socket, clock, onRequest },
        onClosed: (reason) => {
          this.#lost(connection, reason);
        },
        onUnforeseen: (error) => {
          log.warn(error, 'SMPP');
        },
      });
      const { systemId: system_id, password, addressRange: address_range } = to;
      const fields = { system_id, password, system_type: '', interface_version: version34, address_range };
      await connection.request('bind_transceiver', fields, { limitMs: bindLimitMs });
      this.#connection = connection;
      log.info({ host: to.host, port: to.port, numbers: address_range }, 'bound to the SMS Center');
      return true;
    } catch (error) {
      connection?.end(new SmppError('CONNECTION_LOST', 'It could not be bound.'));
      this.#problem = problemOf(error);
      log.warn({ problem: this.#problem }, 'not bound to the SMS Center');
      return false;
    }
  }

  #lost(connection: SmppConnection | undefined, reason: SmppError): void {
    if (connection === undefined || this.#connection !== connection) return;
    this.#connection = undefined;
    this.#problem = reason.message;
    if (this.#isWanted) this.#options.log.warn({ reason: reason.message }, 'the SMS Center is lost');
    this.#connectLater();
  }

  #connectLater(): void {
    const { clock, random } = this.#options;
    const isRefused = this.#problem?.includes('ESME_RINVPASWD') === true;
    const pause = isRefused
      ? refusedPauseMs
      : Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(this.#failures, 10));
    this.#cancel();
    this.#cancel = clock.after(pause * (0.5 + random() / 2), () => {
      this.#connect();
    });
  }
}

async function opened(to: SmsCenterAddress, clock: Clock): Promise<Socket> {
  const { host, port, secure, certificateAuthority } = to;
  const socket = secure
    ? connectSecurely({ host, port, ...(certificateAuthority !== undefined && { ca: certificateAuthority }) })
    : connectPlain({ host, port });
  const cancel = clock.after(connectLimitMs, () => {
    socket.destroy(new Error(`no connection within ${connectLimitMs} ms`));
  });
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
    return socket;
  } finally {
    cancel();
  }
}

function problemOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const advice = reason.includes('ESME_RINVPASWD')
    ? ' Set options system-id and password of section sms-center as the SMS Center knows them.'
    : '';
  return `The SMS Center cannot be used: ${reason}${advice}`;
}
