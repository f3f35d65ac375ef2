import { fork } from 'node:child_process';
import type { ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Health, LoadBalancerOptions, ResolvedService, SelectionRequest, Service } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';

/** What becomes of each command of `web-node-process.mjs`. */
export interface Commands {
  create(options: Omit<Partial<LoadBalancerOptions>, 'random'> & { readonly random?: number }): null;
  ready(options?: { readonly timeoutMs: number }): null;
  select(request: SelectionRequest): Service;
  selectMany(request: SelectionRequest, count: number): readonly string[];
  resolve(alias: string, request: { readonly tenant: string }): ResolvedService;
  report(service: Service, outcome: 'failure'): null;
  health(): Health;
  get(request: SelectionRequest, path: string): number;
  sources(): readonly Health['source'][];
  warnings(): readonly string[];
  wallClock(): number;
  files(directory: string): readonly string[];
  becomeNobody(): null;
  block(ms: number): null;
  close(times: number): { readonly ms: number; readonly left: readonly string[] };
}

/** A web node in a process of its own. */
export interface WebNodeProcess extends AsyncDisposable {
  readonly pid: number;
  ask<C extends keyof Commands>(command: C, ...given: Parameters<Commands[C]>): Promise<ReturnType<Commands[C]>>;
  /** What the command is answered with: its value, or the code of its error. */
  outcome<C extends keyof Commands>(command: C, ...given: Parameters<Commands[C]>): Promise<unknown>;
  /** As a crash of the machine would end it. */
  kill(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: { readonly code: string; readonly message: string };
}

class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
  constructor(
    readonly command: string,
    readonly code: string,
    message: string,
  ) {
    super(`${command}: ${code}: ${message}`);
  }
}

/** Starts the process, and makes its load balancer where options are given. `start` may set the environment or the user. */
export async function startWebNode(
  options?: Parameters<Commands['create']>[0],
  start: ForkOptions = {},
): Promise<WebNodeProcess> {
  const child = fork(join(__dirname, 'web-node-process.mjs'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...start,
  });
  const answers = new Map<number, Answer>();
  let asked = 0;
  const started = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The web node ended with ${code} before it had begun.`)));
  });
  await started;
  child.on('message', (answer: Answer) => answers.set(answer.id, answer));

  const ask: WebNodeProcess['ask'] = async (command, ...given) => {
    const id = ++asked;
    child.send({ id, command, given });
    const answer = await eventually(
      `the answer to ${command}`,
      () => {
        if (child.exitCode !== null) throw new Error(`The web node ended with ${child.exitCode} at ${command}.`);
        return answers.get(id);
      },
      { withinMs: 60_000 },
    );
    answers.delete(id);
    if (answer.failure !== undefined)
      throw new CommandFailedError(command, answer.failure.code, answer.failure.message);
    return answer.value as never;
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  if (options !== undefined) await ask('create', options);
  return {
    pid: child.pid!,
    ask,
    outcome: (command, ...given) =>
      ask(command, ...given).catch((error: unknown) => {
        if (error instanceof CommandFailedError) return error.code;
        throw error;
      }),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
