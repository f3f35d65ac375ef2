import { randomInt } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import { connectToLocalControlAgent, environmentVariable, parseCommandLine } from '@eservices-lb/mock-scs/lca';
import type { Command, CommandLine, Registration } from '@eservices-lb/mock-scs/lca';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { ApplicationServer, StartServer, Work } from './application-server.js';
import { showWork } from './show-work.js';
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
  let work: Work = {};
  let mode: Registration['mode'] | undefined;
  let server: ApplicationServer | undefined = undefined;
  let isEnding = false;
  const changed = (change: Partial<Conditions>): void => {
    conditions = { ...conditions, ...change };
    if (server !== undefined) link.report(statusOf(conditions), work.load, work.sessions);
  };
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    changed({ wish: 'end' });
    void Promise.resolve(server?.close())
      .catch((error: unknown) => {
        log.error(error, 'while stopping');
      })
      .then(() => link.close())
      .finally(() => {
        log.info('stopped');
        process.exit(0);
      });
  };
  const obey = (command: Command): void => {
    log.info({ command }, 'command of the Local Control Agent');
    if (command === 'become-primary') {
      mode = 'primary';
      server?.becomePrimary?.();
    }
    if (command === 'become-backup') {
      mode = 'backup';
      server?.becomeBackup?.();
    }
    if (command === 'confirm-database') server?.confirmDatabase?.();
    changed({ wish: wishAfter(command, conditions.wish) });
    if (command === 'stop') end();
    if (command === 'stop-gracefully') void Promise.resolve(server?.whenIdle()).then(end);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);

  const link = connectToLocalControlAgent({
    application: name,
    scs,
    secret: environmentVariable('ESERVICES_LCA_SECRET'),
    onCommand: obey,
    onConfiguration: (changedRegistration) => {
      registration = changedRegistration;
      server?.configurationChanged?.();
    },
  });
  link.report('initializing');
  let registration: Registration = await link.registered;
  mode ??= registration.mode;
  server = await start({
    ...{ scs, clock: systemClock, random: () => randomInt(2 ** 32) / 2 ** 32, log },
    registration: () => registration,
    isAccepting: () => statusOf(conditions) === 'running' && mode === 'primary',
    isBackup: () => mode === 'backup',
    reportWork: (change) => {
      work = { ...work, ...change };
      changed({});
    },
    finishJob: (job) => {
      link.finishJob(job);
    },
    reportDatabase: (database) => {
      link.reportDatabase(database);
    },
    reportAbility: (isAble) => {
      if (isAble !== conditions.isAble) changed({ isAble });
    },
  });
  changed({});
  showWork(server, { link, clock: systemClock, log });
  log.info('running');
}
