import type { Random } from '@eservices-lb/sdk';
import type { Status } from '@eservices-lb/sdk/wire';
import type { ApplicationReport, Mode, ModeCommand, Registration } from './application-links.js';
import type { CountedClock } from './simulated-clock.js';
import type { SimulatedNetwork } from './simulated-network.js';
import type { SimulatedSocket } from './simulated-socket.js';

export interface SimulatedApplicationParts {
  readonly name: string;
  readonly dbid: number;
  readonly host: string;
  readonly network: SimulatedNetwork;
  readonly clock: CountedClock;
  readonly random: Random;
  readonly controlServers: readonly string[];
}

/** What an application server answers to a request. */
export interface Answer {
  readonly application: string;
  readonly dbid: number;
}

const usualPauseMs = 500;

/** An application server: it links itself to whichever control server takes it, says how it is, and answers requests while it lives. */
export class SimulatedApplication {
  readonly name: string;
  readonly #parts: SimulatedApplicationParts;
  #status: Status = 'stopped';
  #load = 0;
  #mode: Mode | undefined;
  #link: SimulatedSocket | undefined;
  #tries = 0;
  #close: () => void = () => undefined;
  #cancel: () => void = () => undefined;

  constructor(parts: SimulatedApplicationParts) {
    this.#parts = parts;
    this.name = parts.name;
  }

  get status(): Status {
    return this.#status;
  }

  get isAlive(): boolean {
    return this.#status !== 'stopped';
  }

  /** Answers requests at this address from now on, and nowhere else. */
  listen(address: string): void {
    this.#close();
    if (!this.isAlive) return;
    this.#close = this.#parts.network.listen(address, 'requests', (socket) => {
      const answer: Answer = { application: this.name, dbid: this.#parts.dbid };
      socket.send(answer);
      socket.end();
    });
  }

  start(address: string, status: Status = 'running'): void {
    if (this.isAlive) return;
    this.#status = status;
    this.#load = 0;
    this.#mode = undefined;
    this.listen(address);
    this.#linkUp();
  }

  /** As SIGKILL does. */
  crash(): void {
    if (!this.isAlive) return;
    this.#status = 'stopped';
    this.#close();
    this.#cancel();
    const link = this.#link;
    this.#link = undefined;
    link?.reset();
  }

  report(status: Status): void {
    if (!this.isAlive) return;
    this.#status = status;
    this.#tell();
  }

  carry(load: number): void {
    if (!this.isAlive) return;
    this.#load = load;
    this.#tell();
  }

  #tell(): void {
    const report: ApplicationReport = { type: 'status', status: this.#status, load: this.#load };
    this.#link?.send(report);
  }

  #linkUp(): void {
    const { network, clock, random, host, controlServers } = this.#parts;
    const scs = controlServers[this.#tries % controlServers.length] ?? '';
    const registration: Registration = {
      ...{ application: this.name, status: this.#status, load: this.#load, mode: this.#mode },
    };
    const link = network.connect(host, scs, 'links', registration);
    this.#link = link;
    link.listen({
      onMessage: (message) => {
        const { mode } = message as ModeCommand;
        this.#mode = mode;
        const report: ApplicationReport = { type: 'mode', mode };
        link.send(report);
      },
      onClosed: () => {
        if (this.#link !== link) return;
        this.#link = undefined;
        this.#tries += 1;
        this.#cancel = clock.after(usualPauseMs * (0.5 + random()), () => {
          this.#linkUp();
        });
      },
    });
  }
}
