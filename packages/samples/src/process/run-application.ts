import type { RequestListener } from 'node:http';
import { createLoadBalancer, systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { connectToLocalControlAgent, environmentVariable, listen, parseCommandLine } from '@eservices-lb/mock-scs/lca';
import type { Command, ConnectedApplication, LocalControlAgentLink, Registration } from '@eservices-lb/mock-scs/lca';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { logRedaction } from './log-redaction.js';

const firstViewLimitMs = 10_000;
/** So long after the word that it takes nothing new, an application that stops gracefully takes requests yet. */
const gracefulNoticeMs = 1_000;

/** What a running application knows of itself and of its estate. */
export interface RunningApplication {
  readonly name: string;
  readonly loadBalancer: LoadBalancer;
  /** The addresses of the control servers, the primary first. */
  readonly scs: readonly string[];
  readonly log: Logger;
  /** The applications on this one's Connections, with their addresses, as configured at this moment. */
  readonly connections: () => readonly ConnectedApplication[];
  /** Not suspended, not stopping. */
  readonly isOnline: () => boolean;
  /** Suspends the application, or lets it go on: Solution Control Server hears of it, and whoever selects it. */
  readonly changeStatus: (isOnline: boolean) => void;
}

/**
 * The life of an application process: registers with the Local Control Agent, opens the load balancer, listens on its configured port,
 * reports RUNNING, obeys commands, and ends cleanly on `stop`, SIGTERM and SIGINT. Losing Solution Control Server ends nothing.
 */
export async function runApplication(
  description: string,
  createListener: (application: RunningApplication) => RequestListener,
): Promise<void> {
  const { name, scs } = parseCommandLine(process.argv, description);
  const log = pino({ name, redact: logRedaction });
  try {
    await run({ name, scs, log, createListener });
  } catch (error) {
    log.fatal(error, error instanceof Error ? error.message : 'could not start');
    process.exit(1);
  }
}

interface Run {
  readonly name: string;
  readonly scs: readonly string[];
  readonly log: Logger;
  readonly createListener: (application: RunningApplication) => RequestListener;
}

async function run({ name, scs, log, createListener }: Run): Promise<void> {
  const secret = environmentVariable('ESERVICES_LCA_SECRET');
  const token = environmentVariable('ESERVICES_TOKEN');
  const aliasKeys = environmentVariable('ESERVICES_ALIAS_KEYS').split(',');

  let connections: readonly ConnectedApplication[] = [];
  let isOnline = true;
  let end: (last: 'stop-pending' | 'suspending') => void = () => process.exit(0);
  const link = connectToLocalControlAgent({
    application: name,
    scs,
    secret,
    onConfiguration: (registration) => (connections = registration.connections),
    onCommand: (command) => {
      log.info({ command }, 'command of the Local Control Agent');
      isOnline = obey(command, { link, isOnline, end: (last) => end(last) });
    },
  });
  link.report('initializing');
  const registration = await link.registered;
  connections = registration.connections;

  const loadBalancer = createLoadBalancer({ application: name, scs, token, aliasKeys });
  await loadBalancer.ready({ timeoutMs: firstViewLimitMs });
  const listener = createListener({
    name,
    loadBalancer,
    scs,
    log,
    connections: () => connections,
    isOnline: () => isOnline,
    changeStatus: (wanted) => {
      isOnline = obey(wanted ? 'resume' : 'suspend', { link, isOnline, end: (last) => end(last) });
      log.info({ isOnline }, 'changed by the Node API');
    },
  });
  const { port, host } = addressOf(registration);
  const listening = await listen(listener, port, host);

  end = (last) => {
    end = () => undefined;
    isOnline = false;
    link.report(last);
    // Whoever selected us before the word went round is still served.
    const noticeMs = last === 'suspending' ? gracefulNoticeMs : 0;
    void new Promise<void>((resolve) => systemClock.after(noticeMs, resolve, { keepAlive: true }))
      .then(() => listening.close())
      .then(() => Promise.all([loadBalancer.close(), link.close()]))
      .finally(() => {
        log.info('stopped');
        process.exit(0);
      });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end('stop-pending');
    });
  }
  link.report('running');
  log.info({ port, host }, 'running');
}

interface Obedience {
  readonly link: LocalControlAgentLink;
  readonly isOnline: boolean;
  readonly end: (last: 'stop-pending' | 'suspending') => void;
}

/** Does as told; returns whether the application is online after it. */
function obey(command: Command, { link, isOnline, end }: Obedience): boolean {
  switch (command) {
    case 'stop':
      end('stop-pending');
      return false;
    case 'stop-gracefully':
      end('suspending');
      return false;
    case 'suspend':
      link.report('suspended');
      return false;
    case 'service-unavailable':
      link.report('service-unavailable');
      return false;
    case 'resume':
    case 'available':
      link.report('running');
      return true;
    case 'become-primary':
    case 'become-backup':
    case 'confirm-database':
      return isOnline;
  }
}

/** The default port, on the loopback interface unless section `web` names another `bind-address`. */
function addressOf({ application }: Registration): { readonly port: number; readonly host: string } {
  const port = application.ports.find(({ id }) => id === 'default')?.port;
  if (port === undefined)
    throw new Error(`${application.name} has no port with id "default" in its configuration (LB-13).`);
  return { port, host: application.options.web?.['bind-address'] ?? '127.0.0.1' };
}
