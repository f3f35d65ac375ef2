import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const pollMs = 50;
const startLimitMs = 90_000;
const host = { dbid: 1, name: 'localhost', address: '127.0.0.1' };
export const server = 'InteractionServer';

/** A server and proxies before it, running. */
export interface ProxiesEstate {
  readonly serverUrl: string;
  readonly proxyUrls: readonly string[];
  readonly serviceSecret: string;
  /** The ids of the processes, by application. */
  readonly pids: ReadonlyMap<string, number>;
  /** What the control server answers to a GET. */
  ask(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

interface Ready {
  readonly token: string;
  readonly urls: { readonly scs: readonly string[] };
  readonly processes: readonly { readonly application: string; readonly pid: number }[];
}

export interface ProxiesEstateOptions {
  readonly proxies: number;
  readonly portBase: number;
}

/** @throws Error with the end of its log where the estate does not come up */
export async function startProxiesEstate({ proxies, portBase }: ProxiesEstateOptions): Promise<ProxiesEstate> {
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-proxies-'));
  const [readyFile, scenario] = [join(directory, 'ready.json'), join(directory, 'proxies.yaml')];
  writeFileSync(scenario, JSON.stringify(configurationOf(proxies)));
  const log = openSync(join(directory, 'estate.log'), 'a');
  const main = join(root, 'packages/mock-scs/dist/main.js');
  const options = ['--scenario', scenario, '--port-base', String(portBase), '--ready-file', readyFile, '--fresh'];
  // As many descriptors as this user may have, for every process of the estate.
  const command = 'ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"';
  const child = spawn('sh', ['-c', command, process.execPath, main, ...options], {
    ...{ cwd: directory, stdio: ['ignore', log, log] },
  });
  const exited = once(child, 'exit');
  const until = performance.now() + startLimitMs;
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill();
      const end = readFileSync(join(directory, 'estate.log'), 'utf8').slice(-2_000);
      throw new Error(`The estate did not come up:\n${end}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  const secrets = readFileSync(join(directory, '.eservices-lb', String(portBase), 'secrets.json'), 'utf8');
  return {
    serverUrl: `ws://127.0.0.1:${portBase + 100}/`,
    proxyUrls: Array.from({ length: proxies }, (_, number) => `ws://127.0.0.1:${portBase + 101 + number}/`),
    serviceSecret: (JSON.parse(secrets) as { service: string }).service,
    pids: new Map(ready.processes.map(({ application, pid }) => [application, pid])),
    async ask(path) {
      const headers = { authorization: `Bearer ${ready.token}` };
      return (await fetch(`${ready.urls.scs[0]}/api/v1${path}`, { headers })).json();
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configurationOf(proxies: number): object {
  const common = {
    ...{ host: host.name, tenants: ['Environment'], startupTimeout: 60, shutdownTimeout: 10 },
    annex: { 'local-control-agent': { secrets: 'token, service' } },
  };
  const startInfo = (program: string): object => ({
    ...{ commandLine: 'node', commandLineArguments: [join(root, program)], workingDirectory: root },
  });
  return {
    tenants: [{ dbid: 1, name: 'Environment' }],
    hosts: [host],
    applications: [
      {
        ...{ ...common, dbid: 100, name: server, type: 'InteractionServer', ports: [{ id: 'default', port: 8100 }] },
        startInfo: startInfo('bench/dist/proxies/measured-server.js'),
      },
      ...Array.from({ length: proxies }, (_, number) => ({
        ...{
          ...common,
          dbid: 101 + number,
          name: `InteractionServerProxy_${number + 1}`,
          type: 'InteractionServerProxy',
        },
        ...{ ports: [{ id: 'default', port: 8101 + number }], connections: [{ application: server }] },
        startInfo: startInfo('packages/servers/dist/interaction-server-proxy/main.js'),
      })),
    ],
  };
}
