import type { Clock } from '@eservices-lb/sdk';
import type { ChildProcess } from 'node:child_process';
import { isAlive } from './is-alive.js';
import { signalProcess } from './signal-process.js';

const adoptedLookMs = 200;

/** How patiently a process is ended. */
export interface EndLimits {
  readonly politeMs: number;
  readonly totalMs: number;
  /** Called when the patience is over, before the process is killed. */
  readonly onTimeout: () => void;
}

/** A process that the agent answers for: one of its own children, or one adopted from a control server that is no more. */
export class SupervisedProcess {
  readonly pid: number;
  /** Resolves when the process is gone, with how it went. */
  readonly gone: Promise<string>;
  /** Somebody asked for its end, so its end is no accident. */
  isMeantToEnd = false;

  private constructor(pid: number, gone: Promise<string>) {
    this.pid = pid;
    this.gone = gone;
  }

  /** @param onExit called in the very turn in which the exit is known */
  static child(child: ChildProcess & { readonly pid: number }, onExit: () => void): SupervisedProcess {
    const gone = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        onExit();
        resolve(signal === null ? `it exited with code ${code ?? 0}` : `it was ended by ${signal}`);
      });
    });
    return new SupervisedProcess(child.pid, gone);
  }

  /** Nobody tells us of the exit of a process that is not our child, so we look. */
  static adopted(pid: number, clock: Clock, onExit: () => void): SupervisedProcess {
    const gone = new Promise<string>((resolve) => {
      const look = (): void => {
        if (isAlive(pid)) {
          clock.after(adoptedLookMs, look);
          return;
        }
        onExit();
        resolve('it is gone');
      };
      look();
    });
    return new SupervisedProcess(pid, gone);
  }

  kill(): void {
    signalProcess(this.pid, 'SIGKILL');
  }

  /** Asks once more by signal, and no longer asks when the limit is over. Resolves when the process is gone. */
  async end(clock: Clock, { politeMs, totalMs, onTimeout }: EndLimits): Promise<void> {
    this.isMeantToEnd = true;
    const kill = (): void => {
      onTimeout();
      this.kill();
    };
    const cancelTerm = clock.after(politeMs, () => signalProcess(this.pid, 'SIGTERM'), { keepAlive: true });
    const cancelKill = clock.after(totalMs, kill, { keepAlive: true });
    await this.gone;
    cancelTerm();
    cancelKill();
  }
}
