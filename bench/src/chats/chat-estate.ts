import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const pollMs = 50;
const startLimitMs = 60_000;

/** The processes of `chat-load.yaml`, running. */
export interface ChatEstate {
  readonly webNodes: readonly string[];
  /** Ends the process of an application at once, as a crash would. */
  kill(application: string): void;
  stop(): Promise<void>;
}

interface Ready {
  readonly urls: { readonly web: readonly string[] };
  readonly processes: readonly { readonly application: string; readonly pid: number }[];
}

/** @throws Error with the end of its log where the estate does not come up */
export async function startChatEstate(portBase: number): Promise<ChatEstate> {
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-load-'));
  const readyFile = join(directory, 'ready.json');
  const log = openSync(join(directory, 'estate.log'), 'a');
  const scenario = join(root, 'bench/scenarios/chat-load.yaml');
  const child = spawn(
    process.execPath,
    [
      join(root, 'packages/mock-scs/dist/main.js'),
      ...['--scenario', scenario, '--port-base', String(portBase), '--ready-file', readyFile, '--fresh'],
    ],
    { cwd: directory, stdio: ['ignore', log, log] },
  );
  const exited = once(child, 'exit');
  const until = performance.now() + startLimitMs;
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill();
      throw new Error(
        `The estate did not come up:\n${readFileSync(join(directory, 'estate.log'), 'utf8').slice(-2_000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  return {
    webNodes: ready.urls.web,
    kill(application) {
      const found = ready.processes.find((one) => one.application === application);
      if (found === undefined) throw new Error(`There is no process of "${application}".`);
      process.kill(found.pid, 'SIGKILL');
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
