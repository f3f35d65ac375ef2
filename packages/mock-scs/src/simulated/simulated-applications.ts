import type { Clock } from '@eservices-lb/sdk';
import type { Status } from '@eservices-lb/sdk/wire';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import type { World } from '../control/world.js';
import type { Command } from '../lca/messages.js';
import { simulationTiming } from './simulation-timing.js';

const restartPauseMs = 1000;

export interface SimulatedApplicationsOptions {
  readonly world: World;
  readonly clock: Clock;
}

/** A status that a simulated application will report, unless something else happens to it before. */
interface Step {
  readonly afterMs: number;
  readonly status: Status;
}

/** What those statuses lead to that an application does not stay in. */
const arrivals: Partial<Record<Status, Status>> = {
  'start-pending': 'running',
  'start-transition': 'running',
  initializing: 'running',
  suspending: 'suspended',
  'stop-pending': 'stopped',
  'stop-transition': 'stopped',
};

/** Plays the applications that have no process (`simulated: true`): what they would report, and when. */
export class SimulatedApplications {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #pending = new Map<string, () => void>();
  #isClosed = false;

  constructor({ world, clock }: SimulatedApplicationsOptions) {
    this.#world = world;
    this.#clock = clock;
  }

  isRunning(name: string): boolean {
    return this.#world.has('application', name) && this.#world.heard(name).status !== 'stopped';
  }

  /** @throws ImpossibleActionError when it runs already */
  start(name: string): void {
    if (this.isRunning(name)) throw new ImpossibleActionError(name, 'start', `it is ${this.#world.heard(name).status}`);
    const application = this.#world.object('application', name);
    const { startMs } = simulationTiming(application);
    const limitMs = application.startupTimeout * 1000;
    this.#world.report(name, 'start-pending');
    if (startMs > limitMs) {
      this.#later(name, limitMs, () => {
        this.#timedOut(name, application.startupTimeout);
      });
      return;
    }
    this.#play(name, [
      { afterMs: startMs / 2, status: 'initializing' },
      { afterMs: startMs / 2, status: 'running' },
    ]);
  }

  /** Runs at once, without any time in between: for an estate of thousands that is brought up. */
  startAtOnce(name: string): void {
    if (!this.isRunning(name)) this.#world.report(name, 'running');
  }

  /** Goes on with what another control server began to play: what was on its way arrives. */
  resume(): void {
    for (const { application, status } of this.#world.statuses) {
      if (!this.#world.object('application', application).simulated) continue;
      const next = arrivals[status];
      if (next !== undefined) this.#play(application, [{ afterMs: 0, status: next }]);
    }
  }

  stop(name: string): void {
    this.#requireRunning(name, 'stop');
    this.#stop(name);
  }

  /** As an accident would; it starts again by itself where its configuration says so. */
  kill(name: string): void {
    this.#requireRunning(name, 'kill');
    this.#world.report(name, 'stopped');
    this.#cancel(name);
    if (!this.#world.object('application', name).autoRestart) return;
    this.#later(name, restartPauseMs, () => {
      if (!this.isRunning(name)) this.start(name);
    });
  }

  /** What Solution Control Server asks of an application; whether it is there to be asked. */
  command(name: string, command: Command): boolean {
    if (!this.isRunning(name)) return false;
    const { drainMs } = simulationTiming(this.#world.object('application', name));
    switch (command) {
      case 'stop':
        this.#stop(name);
        break;
      case 'stop-gracefully':
        this.#world.report(name, 'suspending', { mode: 'exiting' });
        this.#later(name, drainMs, () => {
          this.#stop(name);
        });
        break;
      case 'suspend':
        this.#world.report(name, 'suspending');
        this.#play(name, [{ afterMs: drainMs, status: 'suspended' }]);
        break;
      case 'resume':
      case 'available':
        this.#cancel(name);
        this.#world.report(name, 'running');
        break;
      case 'service-unavailable':
        this.#cancel(name);
        this.#world.report(name, 'service-unavailable');
        break;
      case 'become-primary':
      case 'become-backup':
      case 'confirm-database':
        break; // whoever says so reports the mode
    }
    return true;
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
  }

  #stop(name: string): void {
    const { stopMs } = simulationTiming(this.#world.object('application', name));
    this.#world.report(name, 'stop-pending');
    this.#play(name, [{ afterMs: stopMs, status: 'stopped' }]);
  }

  #timedOut(name: string, seconds: number): void {
    const message = `"${name}" did not run ${seconds} s after its start and is killed`;
    const objects = [{ kind: 'application', name } as const];
    this.#world.notify({ level: 'warning', code: 'START_TIMED_OUT', message, objects });
    this.#world.report(name, 'stopped');
  }

  #requireRunning(name: string, action: string): void {
    if (!this.isRunning(name)) throw new ImpossibleActionError(name, action, 'it is stopped');
  }

  #play(name: string, [next, ...others]: readonly Step[]): void {
    this.#cancel(name);
    if (next === undefined) return;
    this.#later(name, next.afterMs, () => {
      this.#world.report(name, next.status);
      this.#play(name, others);
    });
  }

  #later(name: string, delayMs: number, task: () => void): void {
    this.#cancel(name);
    if (this.#isClosed) return;
    const cancel = this.#clock.after(delayMs, () => {
      this.#pending.delete(name);
      if (this.#world.has('application', name)) task();
    });
    this.#pending.set(name, cancel);
  }

  #cancel(name: string): void {
    this.#pending.get(name)?.();
    this.#pending.delete(name);
  }
}
