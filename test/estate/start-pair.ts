import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { z } from 'zod';
import { eventually } from './eventually.js';
import { freePortBase } from './free-port-base.js';
import { isAlive } from './process-of.js';

const mockScs = join(__dirname, '../../packages/mock-scs/dist/main.js');
const readySchema = z.object({
  token: z.string(),
  urls: z.object({ scs: z.tuple([z.string(), z.string()]) }),
  processes: z.array(z.object({ application: z.string(), pid: z.number() })),
});

/** `0` is the primary by configuration, `1` the backup. */
export type PairMember = 0 | 1;

/** A pair of control servers, as `npm start -- --pair` brings it up, on ports of its own. */
export interface Pair extends AsyncDisposable {
  readonly portBase: number;
  readonly ready: z.infer<typeof readySchema>;
  /** The process of the primary by configuration that was started last. */
  readonly primary: ChildProcess;
  readonly backupPid: number;
  /** Starts the primary by configuration again; it follows where the other one is primary by now. */
  startPrimary(): void;
  /** Starts another control server in the same place, with other options than `--pair`. */
  launch(more: readonly string[]): ChildProcess;
  api(member: PairMember, method: string, path: string, data?: unknown): Promise<AxiosResponse<unknown>>;
  /** Undefined where it does not answer. */
  healthOf(member: PairMember): Promise<unknown>;
}

/** Starts the pair with a configuration in YAML, and resolves when everything runs. */
export async function startPair(scenario: string): Promise<Pair> {
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-pair-'));
  writeFileSync(join(directory, 'scenario.yaml'), scenario);
  const portBase = await freePortBase();
  const readyFile = join(directory, 'ready.json');
  const launch = (more: readonly string[]): ChildProcess =>
    spawn(
      process.execPath,
      [
        ...[mockScs, ...more, '--scenario', join(directory, 'scenario.yaml')],
        ...['--port-base', String(portBase), '--ready-file', readyFile],
      ],
      { cwd: directory, stdio: 'ignore' },
    );
  let primary = launch(['--pair']);
  await eventually('the pair', () => (existsSync(readyFile) ? true : undefined), { withinMs: 60_000 }).catch(
    (error: unknown) => {
      primary.kill('SIGTERM');
      throw error;
    },
  );
  const ready = readySchema.parse(JSON.parse(readFileSync(readyFile, 'utf8')));
  const backupFile = join(directory, '.eservices-lb', String(portBase), 'control-server-backup.json');
  const backupPid = z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(backupFile, 'utf8'))).pid;
  const api: Pair['api'] = (member, method, path, data) =>
    axios.request<unknown>({
      ...{ method, data, url: `${ready.urls.scs[member]}/api/v1${path}`, validateStatus: () => true, timeout: 5_000 },
      headers: { authorization: `Bearer ${ready.token}` },
    });

  return {
    ...{ portBase, ready, backupPid, launch, api },
    get primary() {
      return primary;
    },
    startPrimary() {
      primary = launch(['--pair']);
    },
    healthOf: async (member) => (await api(member, 'get', '/health').catch(() => undefined))?.data,
    async [Symbol.asyncDispose]() {
      primary.kill('SIGCONT');
      primary.kill('SIGTERM');
      await eventually('the end of the primary', () => (isAlive(primary.pid ?? 0) ? undefined : true));
      if (isAlive(backupPid)) process.kill(backupPid, 'SIGTERM'); // Nobody was left who would have.
      const pids = [primary.pid ?? 0, backupPid, ...ready.processes.map(({ pid }) => pid)];
      const haveEnded = (): true | undefined => (pids.some(isAlive) ? undefined : true);
      await eventually('the end of every process', haveEnded, { withinMs: 15_000 });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
