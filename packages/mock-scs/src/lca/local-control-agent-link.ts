import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';
import type { ExecutionMode, Status } from '@eservices-lb/sdk/wire';
import { randomInt } from 'node:crypto';
import { AgentConnection } from './agent-connection.js';
import { toldSchema } from './messages.js';
import type { AgentMessage, Command, KnownDatabase, ShownWork, Told } from './messages.js';
import { RegistrationRefusedError } from './registration-refused-error.js';

const longestPauseMs = 1000;

/** What the agent told of this application when it accepted it, or later. */
export interface Registration extends Readonly<Told> {
  readonly mode: ExecutionMode;
}

/** What an application says of its database. */
export interface ReportedDatabase {
  /** The one that it works with. */
  readonly workedWith?: KnownDatabase;
  /** The one that it does not work with until an operator confirms it (IXN-9). */
  readonly unconfirmed?: KnownDatabase;
}

export interface LinkOptions {
  /** The name of the application in the configuration. */
  readonly application: string;
  /** Base URLs of Solution Control Server, primary first; tried in turn. */
  readonly scs: readonly string[];
  readonly secret: string;
  /**
   * Called with every command. When it returns from `become-primary` or `become-backup`, the application has that mode, and the agent is told so: until a
   * backup has said that it is one, the other member of the pair does not serve. A registration after the first that brings another mode is such a command.
   */
  onCommand(command: Command): void;
  /** Called when the configuration changes, and at every registration after the first. */
  onConfiguration?(registration: Registration): void;
  /** @defaultValue the machine's clock */
  readonly clock?: Clock;
}

/** An application server's link to the Local Control Agent of its host; it reconnects by itself and repeats the last status. */
export interface LocalControlAgentLink {
  /** Resolves at the first registration; rejects if the agent refuses (unknown name, wrong secret) or the link is closed before. */
  readonly registered: Promise<Registration>;
  /** `load` in its own unit; `sessions`: how many it has begun since its start. */
  report(status: Status, load?: number, sessions?: number): void;
  /** Shows operators what the application does; it is said again after every registration. */
  show(work: ShownWork): void;
  /** Says that a training job is finished; where nobody hears it, the job is among those of the next registration again. */
  finishJob(name: string): void;
  /** Says which database it works with, or waits with; it is said again after every registration. */
  reportDatabase(database: ReportedDatabase): void;
  /** Closes the link for good. */
  close(): Promise<void>;
}

/**
 * Links an application server to its Local Control Agent and keeps it linked: a lost link is tried again after a random pause of up
 * to a second, for ever, and keeps the process alive meanwhile. A refusal is final.
 */
export function connectToLocalControlAgent(options: LinkOptions): LocalControlAgentLink {
  return new ReconnectingLink(options);
}

class ReconnectingLink implements LocalControlAgentLink {
  readonly registered: Promise<Registration>;
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #ended: Promise<void>;
  #settle!: { readonly resolve: (registration: Registration) => void; readonly reject: (reason: Error) => void };
  #end!: () => void;
  #attempt = 0;
  #isClosed = false;
  #hasEverRegistered = false;
  #isRegistered = false;
  #mode: ExecutionMode | undefined;
  #connection: AgentConnection | undefined;
  #last: { readonly status: Status; readonly load?: number; readonly sessions?: number } | undefined;
  #shown: ShownWork | undefined;
  #database: ReportedDatabase | undefined;
  #cancelRetry: () => void = () => undefined;

  constructor(options: LinkOptions) {
    if (options.scs.length === 0) throw new TypeError('scs: at least one URL of Solution Control Server is needed');
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.registered = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.registered.catch(() => undefined); // whoever awaits it learns of it; who does not is no crash
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#connect();
  }

  report(status: Status, load?: number, sessions?: number): void {
    this.#last = { status, ...(load !== undefined && { load }), ...(sessions !== undefined && { sessions }) };
    if (this.#isRegistered) this.#connection?.send({ type: 'status', ...this.#last });
  }

  show(work: ShownWork): void {
    this.#shown = work;
    if (this.#isRegistered) this.#connection?.send({ type: 'work', work });
  }

  finishJob(name: string): void {
    if (this.#isRegistered) this.#connection?.send({ type: 'training-job-finished', name });
  }

  reportDatabase(database: ReportedDatabase): void {
    this.#database = database;
    if (this.#isRegistered) this.#connection?.send({ type: 'database', ...database });
  }

  async close(): Promise<void> {
    this.#giveUp(new Error(`The link of "${this.#options.application}" was closed before it was registered.`));
    await this.#ended;
  }

  #connect(): void {
    const { scs, application, secret } = this.#options;
    this.#connection = new AgentConnection({
      scs: scs[this.#attempt++ % scs.length] ?? '',
      clock: this.#clock,
      onOpen: (connection) => {
        const mode = this.#mode === 'primary' || this.#mode === 'backup' ? { mode: this.#mode } : {};
        connection.send({ type: 'register', application, secret, pid: process.pid, ...mode, ...this.#last });
      },
      onMessage: (message) => {
        this.#receive(message);
      },
      onClosed: () => {
        this.#reconnect();
      },
    });
  }

  #reconnect(): void {
    this.#isRegistered = false;
    this.#connection = undefined;
    if (this.#isClosed) {
      this.#end();
      return;
    }
    const retry = (): void => {
      this.#connect();
    };
    this.#cancelRetry = this.#clock.after(randomInt(longestPauseMs), retry, { keepAlive: true });
  }

  #receive(message: AgentMessage): void {
    switch (message.type) {
      case 'registered':
        this.#accept(message);
        return;
      case 'refused':
        this.#giveUp(new RegistrationRefusedError(this.#options.application, message.reason));
        return;
      case 'command':
        this.#obey(message.command);
        return;
      case 'configuration':
        this.#options.onConfiguration?.(registrationOf(message, this.#mode ?? 'primary'));
        return;
    }
  }

  #accept(message: Registration): void {
    const { mode } = message;
    const isFirst = !this.#hasEverRegistered;
    const before = this.#mode;
    this.#hasEverRegistered = true;
    this.#isRegistered = true;
    this.#mode = mode;
    if (this.#last !== undefined) this.#connection?.send({ type: 'status', ...this.#last });
    if (this.#shown !== undefined) this.#connection?.send({ type: 'work', work: this.#shown });
    if (this.#database !== undefined) this.#connection?.send({ type: 'database', ...this.#database });
    const registration = registrationOf(message, mode);
    if (isFirst) this.#settle.resolve(registration);
    else this.#options.onConfiguration?.(registration);
    if (mode === 'exiting') return;
    if (!isFirst && mode !== before) this.#options.onCommand(mode === 'primary' ? 'become-primary' : 'become-backup');
    this.#connection?.send({ type: 'mode', mode });
  }

  #obey(command: Command): void {
    this.#options.onCommand(command);
    if (command !== 'become-primary' && command !== 'become-backup') return;
    const mode = command === 'become-primary' ? 'primary' : 'backup';
    this.#mode = mode;
    this.#connection?.send({ type: 'mode', mode });
  }

  #giveUp(reason: Error): void {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#settle.reject(reason);
    if (this.#connection === undefined) this.#end();
    else this.#connection.close();
  }
}

/** Without what else the message says. */
const registrationOf = (told: Told, mode: ExecutionMode): Registration => ({ ...toldSchema.parse(told), mode });
