import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../estate/eventually.js';
import { freePortBase } from '../../estate/free-port-base.js';

const server = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const howToGetRabbitMq = 'apt-get install --no-install-recommends rabbitmq-server';

/** A suite that needs a broker. Where there is none its tests are skipped, and the title says how to get one. */
export function whereThereIsRabbitMq(title: string, suite: () => void): void {
  if (existsSync(server)) describe(title, suite);
  else {
    describe.skip(`${title} (${howToGetRabbitMq})`, () => {
      it.skip('is not tested: there is no rabbitmq-server on this machine', () => undefined);
    });
  }
}

export interface RabbitMq {
  /** For AMQP 1.0. User and password are `guest`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** RabbitMQ with its plugin for AMQP 1.0, on loopback ports of its own, with everything that it writes in a temporary place. */
export async function startRabbitMq(): Promise<RabbitMq> {
  const port = await freePortBase();
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-rabbitmq-'));
  const child = spawn(server, [], { env: environmentOf(directory, port), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const exited = once(child, 'exit');
  const isReady = (): true | undefined => {
    if (child.exitCode !== null) throw new Error(`RabbitMQ ended: ${output.slice(-2_000)}`);
    return output.includes('Server startup complete') ? true : undefined;
  };
  await eventually('RabbitMQ to start', isReady, { withinMs: 90_000 });
  return {
    url: `amqp://127.0.0.1:${port}`,
    async stop() {
      process.kill(Number(readFileSync(join(directory, 'pid'), 'utf8')), 'SIGTERM');
      await exited;
      await endPortMapper(port);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Erlang starts a mapper of ports, and leaves it behind: ours has a port of its own, and is told to end. */
async function endPortMapper(port: number): Promise<void> {
  const child = spawn('epmd', ['-port', String(port + 2), '-kill'], { stdio: 'ignore' });
  await once(child, 'exit');
}

function environmentOf(directory: string, port: number): NodeJS.ProcessEnv {
  mkdirSync(join(directory, 'home'));
  writeFileSync(join(directory, 'plugins'), '[rabbitmq_amqp1_0].\n');
  writeFileSync(
    join(directory, 'rabbitmq.conf'),
    `listeners.tcp.1 = 127.0.0.1:${port}\nlog.console = true\nlog.file = false\n`,
  );
  return {
    ...{ PATH: process.env.PATH, HOME: join(directory, 'home'), RABBITMQ_NODENAME: `capture-${port}@localhost` },
    ...{ RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'), RABBITMQ_LOG_BASE: join(directory, 'log') },
    ...{ RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'), RABBITMQ_CONF_ENV_FILE: join(directory, 'none') },
    ...{ RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'plugins'), RABBITMQ_PID_FILE: join(directory, 'pid') },
    ...{ RABBITMQ_DIST_PORT: String(port + 1), ERL_EPMD_PORT: String(port + 2), ERL_EPMD_ADDRESS: '127.0.0.1' },
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}
