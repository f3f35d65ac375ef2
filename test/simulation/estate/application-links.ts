import type { Status } from '@eservices-lb/sdk/wire';
import type { WarmStandby } from '../../../packages/mock-scs/src/backup/warm-standby.js';
import type { World } from '../../../packages/mock-scs/src/control/world.js';
import type { SimulatedSocket } from './simulated-socket.js';

export type Mode = 'primary' | 'backup';

/** What an application server says on its link. */
export type ApplicationReport =
  | { readonly type: 'status'; readonly status: Status; readonly load: number }
  | { readonly type: 'mode'; readonly mode: Mode };

/** What it says first, and again to every control server that it finds. */
export interface Registration {
  readonly application: string;
  readonly status: Status;
  readonly load: number;
  readonly mode: Mode | undefined;
}

/** What it is told: its mode. */
export interface ModeCommand {
  readonly mode: Mode;
}

/**
 * The control server's side of the links of its application servers, as `LocalControlAgentLinks` has it, without secrets and without pings: that an
 * application is silent on a link that does not break is not simulated.
 */
export class ApplicationLinks {
  readonly #world: World;
  readonly #standby: () => Pick<WarmStandby, 'admit' | 'taken'>;
  readonly #linked = new Map<string, SimulatedSocket>();

  constructor(world: World, standby: () => Pick<WarmStandby, 'admit' | 'taken'>) {
    this.#world = world;
    this.#standby = standby;
  }

  isLinked(application: string): boolean {
    return this.#linked.has(application);
  }

  command(application: string, mode: Mode): boolean {
    const command: ModeCommand = { mode };
    this.#linked.get(application)?.send(command);
    return this.isLinked(application);
  }

  accept(socket: SimulatedSocket, { application, status, load, mode: claimed }: Registration): void {
    if (!this.#world.has('application', application)) {
      socket.reset('refused');
      return;
    }
    const mode = this.#standby().admit(application, claimed) ?? 'primary';
    const former = this.#linked.get(application);
    this.#linked.set(application, socket);
    former?.reset();
    const command: ModeCommand = { mode };
    socket.send(command);
    socket.listen({
      onMessage: (message) => {
        if (this.#linked.get(application) === socket) this.#reported(application, message as ApplicationReport);
      },
      onClosed: () => {
        if (this.#linked.get(application) !== socket) return;
        this.#report(application, 'stopped', 0);
        this.#linked.delete(application);
      },
    });
    this.#report(application, status, load);
  }

  /** Without a word: the applications look for the other control server. */
  leave(): void {
    const sockets = [...this.#linked.values()];
    this.#linked.clear();
    for (const socket of sockets) socket.reset();
  }

  #reported(application: string, report: ApplicationReport): void {
    if (report.type === 'mode') this.#standby().taken(application, report.mode);
    else this.#report(application, report.status, report.load);
  }

  #report(application: string, status: Status, load: number): void {
    if (this.#world.has('application', application)) this.#world.report(application, status, { load });
  }
}
