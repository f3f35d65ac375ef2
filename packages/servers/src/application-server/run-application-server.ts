import { systemClock } from '@eservices-lb/sdk';
import { connectToLocalControlAgent, environmentVariable, parseCommandLine } from '@eservices-lb/mock-scs/lca';
import type { CommandLine, Registration } from '@eservices-lb/mock-scs/lca';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { StartServer } from './application-server.js';
import { statusOf, wishAfter } from './server-status.js';
import type { Conditions } from './server-status.js';

/**
 * The life of an application server's process: registers with its Local Control Agent, starts the server, reports RUNNING, obeys commands,
 * and ends on `stop`, SIGTERM and SIGINT with exit code 0. The loss of Solution Control Server ends nothing.
 */
export async function runApplicationServer(description: string, start: StartServer): Promise<void> {
  const commandLine = parseCommandLine(process.argv, description);
  const log = pino({ name: commandLine.name });
  try {
    await run(commandLine, { log, start });
  } catch (error) {
    log.fatal(error, error instanceof Error ? error.message : 'could not start');
    process.exit(1);
  }
}

async function run(
  { name, scs }: CommandLine,
  { log, start }: { readonly log: Logger; readonly start: StartServer },
): Promise<void> {
  let conditions: Conditions = { wish: 'work', isAble: true };
  let load: number | undefined;
  let isStarted = false;
  const changed = (change: Partial<Conditions>): void => {
    conditions = { ...conditions, ...change };
    if (isStarted) link.report(statusOf(conditions), load);
  };
  const link = connectToLocalControlAgent({
    application: name,
    scs,
    secret: environmentVariable('ESERVICES_LCA_SECRET'),
    onCommand: (command) => {
      log.info({ command }, 'command of the Local Control Agent');
      changed({ wish: wishAfter(command, conditions.wish) });
      if (command === 'stop') end();
      if (command === 'stop-gracefully') void server?.whenIdle().then(end);
    },
    onConfiguration: (changedRegistration) => (registration = changedRegistration),
  });
  link.report('initializing');
  let registration: Registration = await link.registered;
  const server = await start({
    ...{ clock: systemClock, log },
    registration: () => registration,
    isAccepting: () => statusOf(conditions) === 'running',
    reportLoad: (value) => {
      load = value;
      changed({});
    },
    reportAbility: (isAble) => {
      if (isAble !== conditions.isAble) changed({ isAble });
    },
  });
  isStarted = true;

  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    changed({ wish: 'end' });
    void server
      .close()
      .catch((error: unknown) => log.error(error, 'while stopping'))
      .then(() => link.close())
      .finally(() => {
        log.info('stopped');
        process.exit(0);
      });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  link.report(statusOf(conditions), load);
  log.info('running');
}
