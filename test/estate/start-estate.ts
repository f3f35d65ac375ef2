import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually } from './eventually.js';
import { freePortBase } from './free-port-base.js';
import { endApplication, isAlive } from './process-of.js';

const mockScs = join(__dirname, '../../packages/mock-scs/dist/main.js');
/** `full` is some fifty processes, which a busy machine needs its time for. */
const startLimitMs = 150_000;
const stopLimitMs = 10_000;

const processSchema = z.object({ application: z.string(), pid: z.number(), port: z.number().optional() });
const readySchema = z.object({
  pid: z.number(),
  token: z.string(),
  /** With which the demo's agents log in. */
  agentPassword: z.string(),
  urls: z.object({ frontDoor: z.string().default(''), web: z.array(z.string()), scs: z.array(z.string()) }),
  processes: z.array(processSchema),
});

/** What `--ready-file` holds once every process of the estate is RUNNING. */
export type EstateReady = z.infer<typeof readySchema>;

/** A whole estate of real processes, as `npm start` brings it up, on ports of its own. */
export interface Estate {
  readonly portBase: number;
  readonly ready: EstateReady;
  /** Where the estate keeps its state: logs of its processes, secrets. */
  readonly directory: string;
  /** The process that plays the application now, or did last. */
  pidOf(application: string): number;
  /** Starts the Solution Control Server again, in the same place, after it was killed. */
  restartScs(): Promise<EstateReady>;
  /** Ends every process, also those whose parent was killed. */
  stop(): Promise<void>;
}

export interface EstateChoice {
  readonly scenario?: string;
  /** The operator's token. @defaultValue made up by the estate */
  readonly token?: string;
}

/**
 * Starts a scenario (`demo` where none is named) and resolves once everything runs. Call `stop` in `afterAll`, whatever happened.
 * @throws with the end of the log when the estate does not come up
 */
export async function startEstate({ scenario = 'demo', token }: EstateChoice = {}): Promise<Estate> {
  const portBase = await freePortBase();
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-test-'));
  const known = new Map<number, string>();
  let scs = await startScs({ directory, portBase, scenario, token });
  const ready = scs.ready;
  remember(ready);

  return {
    portBase,
    ready,
    directory,
    pidOf(application) {
      const found = ready.processes.find((process) => process.application === application)?.pid;
      const pid = current()[application] ?? found;
      if (pid === undefined) throw new Error(`The estate has no process for "${application}".`);
      return pid;
    },
    async restartScs() {
      scs = await startScs({ directory, portBase, scenario, token });
      remember(scs.ready);
      return scs.ready;
    },
    async stop() {
      rememberRestarted();
      await end(scs.child);
      for (const [pid, application] of known) endApplication(pid, application);
      await eventually('the end of every process', () => ([...known.keys()].some(isAlive) ? undefined : true));
      rmSync(directory, { recursive: true, force: true });
    },
  };

  function remember({ processes }: EstateReady): void {
    for (const { pid, application } of processes) known.set(pid, application);
  }

  function rememberRestarted(): void {
    for (const [application, pid] of Object.entries(current())) known.set(pid, application);
  }

  /** The estate's own list, which also has the processes that were started later. */
  function current(): Readonly<Record<string, number>> {
    const file = join(directory, '.eservices-lb', String(portBase), 'processes.json');
    if (!existsSync(file)) return {};
    return z.record(z.string(), z.number()).safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? {};
  }
}

interface ScsStart {
  readonly directory: string;
  readonly portBase: number;
  readonly scenario: string;
  readonly token: string | undefined;
}

async function startScs({
  directory,
  portBase,
  scenario,
  token,
}: ScsStart): Promise<{ child: ChildProcess; ready: EstateReady }> {
  const readyFile = join(directory, 'ready.json');
  const log = join(directory, 'scs.log');
  rmSync(readyFile, { force: true });
  const output = openSync(log, 'a');
  const options = ['--scenario', scenario, '--port-base', String(portBase), '--ready-file', readyFile];
  if (token !== undefined) options.push('--token', token);
  const child = spawn(process.execPath, [mockScs, ...options], { cwd: directory, stdio: ['ignore', output, output] });
  closeSync(output);
  try {
    const ready = await eventually('the estate to be ready', () => readReadyFile(readyFile, child), {
      withinMs: startLimitMs,
    });
    return { child, ready };
  } catch (cause) {
    await end(child);
    const lines = readFileSync(log, 'utf8').split('\n').slice(-30).join('\n');
    throw new Error(`The estate did not come up:\n${lines}`, { cause });
  }
}

function readReadyFile(file: string, child: ChildProcess): EstateReady | undefined {
  if (child.exitCode !== null) throw new Error(`mock-scs ended with exit code ${child.exitCode}.`);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return text.endsWith('}') || text.endsWith('}\n') ? readySchema.parse(JSON.parse(text)) : undefined;
}

/** Asks the process to end, and insists after a while. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const hasExited = (): true | undefined => (child.exitCode !== null || child.signalCode !== null ? true : undefined);
  await eventually('mock-scs to end', hasExited, { withinMs: stopLimitMs }).catch(() => child.kill('SIGKILL'));
  await exited;
}
