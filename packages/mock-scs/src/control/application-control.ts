import type { LocalControlAgent } from '../agent/local-control-agent.js';
import type { WarmStandby } from '../backup/warm-standby.js';
import type { Command } from '../lca/messages.js';
import type { LocalControlAgentLinks } from '../lca-server/local-control-agent-links.js';
import type { SimulatedApplications } from '../simulated/simulated-applications.js';
import type { DatabaseRecord } from './database-record.js';
import type { Durability } from './durability.js';
import { ImpossibleActionError } from './impossible-action-error.js';
import type { World } from './world.js';

/** What can be done to one application, whether it has a process or is only played. */
export interface ApplicationControl {
  /** @throws ImpossibleActionError */
  start(): void;
  /** @throws ImpossibleActionError */
  stop(): void;
  /** @throws ImpossibleActionError */
  kill(): void;
  /** Asks it something; whether it was there to be asked. */
  command(command: Command): boolean;
}

export interface ControlTools {
  readonly world: World;
  readonly durability: Pick<Durability, 'committed'>;
  readonly links: Pick<LocalControlAgentLinks, 'command' | 'isLinked'>;
  readonly agent: Pick<LocalControlAgent, 'start' | 'stop' | 'kill' | 'process' | 'expectEnd'>;
  readonly simulated: SimulatedApplications;
  readonly warmStandby: Pick<WarmStandby, 'switchOver'>;
  readonly databases: Pick<DatabaseRecord, 'unconfirmed'>;
}

/**
 * The control of an application through the Local Control Agent of its host.
 * @throws UnknownObjectError, ImpossibleActionError where that agent is not connected
 */
export function controlOf(name: string, action: string, tools: ControlTools): ApplicationControl {
  const { world, simulated } = tools;
  const { host, simulated: isSimulated } = world.object('application', name);
  if (host !== undefined && world.hostStatus(host) !== 'running') {
    const reason = `the Local Control Agent of its host "${host}" is not connected; reconnect the host first`;
    throw new ImpossibleActionError(name, action, reason);
  }
  if (!isSimulated) return controlOfProcess(name, tools);
  return {
    start: () => {
      simulated.start(name);
    },
    stop: () => {
      simulated.stop(name);
    },
    kill: () => {
      simulated.kill(name);
    },
    command: (command) => simulated.command(name, command),
  };
}

function controlOfProcess(name: string, { world, links, agent }: ControlTools): ApplicationControl {
  const command = (asked: Command): boolean => {
    const isAsked = links.command(name, asked);
    if (isAsked && asked === 'stop-gracefully') {
      agent.expectEnd(name);
      world.report(name, world.status(name).status, { mode: 'exiting' });
    }
    return isAsked;
  };
  return {
    command,
    start: () => {
      agent.start(name);
    },
    kill: () => {
      void agent.kill(name);
    },
    stop: () => {
      // An application that somebody else started has no process here, but can be asked.
      if (agent.process(name) !== undefined) void agent.stop(name);
      else if (!command('stop')) throw new ImpossibleActionError(name, 'stop', `it is ${world.status(name).status}`);
    },
  };
}
