import { fork } from 'node:child_process';
import type { ChildProcess, ForkOptions, Serializable } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of one of the modules beside this one, which tells something now and then, and is killed at the end. */
export class ForkedProcess implements AsyncDisposable {
  readonly #child: ChildProcess;

  constructor(module: string, given: readonly string[] = [], options: ForkOptions = {}) {
    this.#child = fork(join(__dirname, module), given, options);
  }

  /**
   * The next message from it: ask before it can come.
   * @throws Error where the process has ended, or ends first
   */
  async message(): Promise<unknown> {
    if (this.#hasEnded) throw this.#end();
    const waiting = new AbortController();
    const ended = once(this.#child, 'exit', waiting).then(() => {
      throw this.#end();
    });
    try {
      const [message] = (await Promise.race([once(this.#child, 'message', waiting), ended])) as readonly unknown[];
      return message;
    } finally {
      waiting.abort();
    }
  }

  send(message: Serializable): void {
    this.#child.send(message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasEnded) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #end(): Error {
    const { exitCode, signalCode } = this.#child;
    return new Error(`The process ended with ${String(exitCode ?? signalCode)} before it told anything.`);
  }
}
