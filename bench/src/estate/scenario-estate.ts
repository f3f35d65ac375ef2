import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const pollMs = 50;
const startLimitMs = 300_000;
const stopLimitMs = 30_000;

/** The processes of a scenario, running. */
export interface ScenarioEstate {
  readonly portBase: number;
  readonly frontDoor: string | undefined;
  readonly webNodes: readonly string[];
  /** Where Solution Control Server is, with the token that may do everything there. */
  readonly scs: { readonly url: string; readonly token: string };
  /** The number of its control server's process, as of now. */
  readonly controlServerPid: number;
  /** The numbers of the processes that run now, by application. */
  pids(): ReadonlyMap<string, number>;
  /** Ends the process of an application at once, as a crash would. */
  kill(application: string): void;
  /** Ends the control server at once; its applications live on. */
  killControlServer(): Promise<void>;
  /** Starts the control server again, in the same place; resolves when every application runs. */
  startControlServer(): Promise<void>;
  /** @param keepLogsIn a folder to which what its processes printed is copied */
  stop(keepLogsIn?: string): Promise<void>;
}

export interface ScenarioOptions {
  /** What every process finds in its environment beside the usual. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Ready {
  readonly urls: { readonly frontDoor?: string; readonly web: readonly string[]; readonly scs: readonly string[] };
}

/**
 * A file of `bench/scenarios`, or one of the scenarios that `npm start` knows by name.
 * @throws Error with the end of its log where the estate does not come up
 */
export async function startScenario(
  name: string,
  portBase: number,
  { environment = {} }: ScenarioOptions = {},
): Promise<ScenarioEstate> {
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-load-'));
  const token = randomUUID();
  const start = (): Promise<ControlServer> => startControlServer({ name, portBase, directory, token, environment });
  let control = await start();
  const { urls } = control.ready;
  const pids = (): ReadonlyMap<string, number> => {
    const file = join(directory, '.eservices-lb', String(portBase), 'processes.json');
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, number>>));
  };
  return {
    ...{ portBase, pids, frontDoor: urls.frontDoor, webNodes: urls.web },
    scs: { url: urls.scs[0] ?? '', token },
    get controlServerPid() {
      return control.child.pid ?? 0;
    },
    kill(application) {
      const pid = pids().get(application);
      if (pid === undefined) throw new Error(`There is no process of "${application}".`);
      process.kill(pid, 'SIGKILL');
    },
    async killControlServer() {
      control.child.kill('SIGKILL');
      await control.exited;
    },
    async startControlServer() {
      control = await start();
    },
    async stop(keepLogsIn) {
      control.child.kill('SIGTERM');
      const insisting = setTimeout(() => control.child.kill('SIGTERM'), stopLimitMs);
      await control.exited;
      clearTimeout(insisting);
      if (keepLogsIn !== undefined) cpSync(directory, keepLogsIn, { recursive: true });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface ControlServerStart extends Required<ScenarioOptions> {
  readonly name: string;
  readonly portBase: number;
  readonly directory: string;
  readonly token: string;
}

interface ControlServer {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  readonly ready: Ready;
}

async function startControlServer({
  name,
  portBase,
  directory,
  token,
  environment,
}: ControlServerStart): Promise<ControlServer> {
  const readyFile = join(directory, 'ready.json');
  const logFile = join(directory, 'estate.log');
  rmSync(readyFile, { force: true });
  const log = openSync(logFile, 'a');
  const scenario = name.endsWith('.yaml') ? join(root, 'bench/scenarios', name) : name;
  const places = ['--scenario', scenario, '--port-base', String(portBase), '--ready-file', readyFile];
  const child = spawn(process.execPath, [join(root, 'packages/mock-scs/dist/main.js'), ...places, '--token', token], {
    cwd: directory,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const until = performance.now() + startLimitMs;
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill();
      throw new Error(`The estate did not come up:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return { child, exited, ready: JSON.parse(readFileSync(readyFile, 'utf8')) as Ready };
}
