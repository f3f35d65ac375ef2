import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface ChildServer {
  readonly port: number;
  readonly process: ChildProcess;
}

/** Forks a program of this folder and waits until it says its port. It ends when we do. */
export async function childServer(program: string): Promise<ChildServer> {
  const child = fork(join(__dirname, program));
  const [port] = (await once(child, 'message')) as [number];
  return { port, process: child };
}

export async function stop({ process: child }: ChildServer): Promise<void> {
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}
