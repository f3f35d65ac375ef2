import type { Pool } from 'pg';
import type { Surroundings } from '../application-server/application-server.js';
import type { InteractionSubmitter } from '../media-server/interaction-submitter.js';
import type { SetAsideStore } from '../media-server/set-aside-store.js';
import { commandStatus } from '../smpp/command-status.js';
import type { ReceivedUnit } from '../smpp/pdu-stream.js';
import { readShortMessage } from '../smpp/short-message.js';
import type { SmppAnswer } from '../smpp/smpp-connection.js';
import { InboundMessages } from './inbound-messages.js';
import { MessageParts } from './message-parts.js';
import type { NumberSubsets } from './number-subsets.js';
import { OutgoingMessages } from './outgoing-messages.js';
import { OutgoingStore } from './outgoing-store.js';
import { PartStore } from './part-store.js';
import { SmsCenterLink } from './sms-center-link.js';
import { settingsOf, smsCenterOf } from './sms-server-settings.js';

export interface SmsChannelOptions extends Pick<
  Surroundings,
  'registration' | 'clock' | 'random' | 'log' | 'isAccepting' | 'isBackup'
> {
  readonly pool: Pick<Pool, 'query'>;
  readonly subsets: NumberSubsets;
  readonly setAside: SetAsideStore;
  readonly submitter: InteractionSubmitter;
  readonly serviceSecret: string;
  /** How many messages were received, told about once a second. */
  readonly onReceived: (total: number) => void;
}

const idleMs = 100;

/** Everything between an SMS Server and its SMS Center: the connection, what comes in, and what goes out. */
export class SmsChannel {
  readonly outgoingStore: OutgoingStore;
  readonly #options: SmsChannelOptions;
  readonly #link: SmsCenterLink;
  readonly #inbound: InboundMessages;
  readonly #outgoing: OutgoingMessages;
  readonly #parts: MessageParts;
  /** What decides how the server is bound, as of the last binding. */
  #boundAs = '';

  constructor(options: SmsChannelOptions) {
    this.#options = options;
    const { pool, subsets, setAside, submitter, registration, clock, random, log, isAccepting, isBackup } = options;
    const settings = (): ReturnType<typeof settingsOf> => settingsOf(registration());
    const isActive = (): boolean => !isBackup();
    const application = (): string => subsets.name;
    this.#inbound = new InboundMessages({
      ...{ subsets, submitter, setAside, settings, isAccepting, clock, log },
      parts: () => this.#parts,
    });
    this.#parts = new MessageParts({
      ...{ store: new PartStore(pool, application), clock, isActive },
      timeoutSeconds: () => settings().partTimeoutSeconds,
      submit: (group) => this.#inbound.submitGroup(group),
      onProblem: (error) => {
        log.warn(error, 'parts of messages cannot be looked after; it will be tried again');
      },
    });
    this.#link = new SmsCenterLink({
      ...{ clock, random, log, onRequest: (request: ReceivedUnit) => this.#answer(request) },
      address: () => smsCenterOf(registration(), options.serviceSecret),
      onBound: () => {
        this.#outgoing.look();
      },
    });
    this.outgoingStore = new OutgoingStore(pool);
    this.#outgoing = new OutgoingMessages({
      ...{ store: this.outgoingStore, link: this.#link, application, isActive, clock, log },
    });
  }

  open(): void {
    this.#boundAs = this.#addressNow();
    this.#link.open();
  }

  /** The other of the pair is the primary now (BK-4). */
  leave(): Promise<void> {
    return this.#link.close();
  }

  send(): void {
    this.#outgoing.look();
  }

  configurationChanged(): void {
    const now = this.#addressNow();
    if (now === this.#boundAs || this.#options.isBackup()) return;
    this.#boundAs = now;
    void this.#link.renew();
  }

  /** Resolves when everything that was received is submitted. */
  async whenIdle(): Promise<void> {
    await this.#link.close();
    while (this.#inbound.waiting > 0)
      await new Promise<void>((resolve) => {
        this.#options.clock.after(idleMs, resolve, { keepAlive: true });
      });
  }

  async close(): Promise<void> {
    await this.#link.close();
    this.#inbound.close();
    await Promise.all([this.#outgoing.close(), this.#parts.close()]);
  }

  async shownWork(): Promise<{ readonly kind: string; readonly [key: string]: unknown }> {
    const { subsets, setAside, onReceived } = this.#options;
    const { received, submitted, rejected, waiting } = this.#inbound;
    const { problem, isBound } = this.#link;
    onReceived(received);
    return {
      kind: 'sms-server',
      numbers: subsets.written === '' ? [] : subsets.written.split(',').map((each) => each.trim()),
      ...{ received, submitted, rejected, waiting, sent: this.#outgoing.sent, toSend: this.#outgoing.waiting },
      setAside: await setAside.count().catch(() => this.#inbound.setAside),
      smsCenter: { isBound, ...(problem !== undefined && { problem }) },
    };
  }

  async #answer(request: ReceivedUnit): Promise<SmppAnswer> {
    if (request.unit.command !== 'deliver_sm') return { status: commandStatus.invalidCommand };
    return { status: await this.#inbound.take(readShortMessage(request)), fields: { message_id: '' } };
  }

  #addressNow(): string {
    const { registration, serviceSecret } = this.#options;
    try {
      return JSON.stringify(smsCenterOf(registration(), serviceSecret));
    } catch (error) {
      return String(error);
    }
  }
}
