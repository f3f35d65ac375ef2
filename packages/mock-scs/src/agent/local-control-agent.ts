import type { Clock } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';
import type { LocalControlAgentLinks } from '../lca-server/local-control-agent-links.js';
import { childEnvironment } from './child-environment.js';
import type { EstateSecrets } from './child-environment.js';
import { applicationTokenName } from '../access/application-token.js';
import type { AccessTokens } from '../access/access-tokens.js';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import { isAlive } from './is-alive.js';
import { spawnApplication } from './spawn-application.js';
import type { StateDirectory } from './state-directory.js';
import { SupervisedProcess } from './supervised-process.js';

const restartPauseMs = 1000;

export interface LocalControlAgentOptions {
  readonly world: World;
  readonly links: Pick<LocalControlAgentLinks, 'command' | 'isLinked'>;
  readonly secrets: EstateSecrets;
  readonly tokens: Pick<AccessTokens, 'issue'>;
  readonly state: StateDirectory;
  readonly clock: Clock;
  /** Where the started applications find Solution Control Server. */
  readonly scs: readonly string[];
  /** Whether it is this agent that starts again what ended unasked, and not that of another control server. @defaultValue always */
  readonly mayRestart?: () => boolean;
}

/** Starts and ends the processes of the configured applications, on one machine that stands for all hosts. */
export class LocalControlAgent {
  readonly #options: LocalControlAgentOptions;
  readonly #processes = new Map<string, SupervisedProcess>();
  #isClosing = false;

  constructor(options: LocalControlAgentOptions) {
    this.#options = options;
  }

  process(application: string): SupervisedProcess | undefined {
    return this.#processes.get(application);
  }

  /** @throws ImpossibleActionError when it has no Start Info, or runs already */
  start(name: string): SupervisedProcess {
    const { world, secrets, state, scs, links, tokens } = this.#options;
    const application = world.object('application', name);
    const { startInfo } = application;
    const existing = this.#processes.get(name);
    if (this.#isClosing) throw new ImpossibleActionError(name, 'start', 'the estate is being shut down');
    if (startInfo === undefined) throw new ImpossibleActionError(name, 'start', 'it has no startInfo');
    if (existing) throw new ImpossibleActionError(name, 'start', `it runs already, as process ${existing.pid}`);
    if (links.isLinked(name)) throw new ImpossibleActionError(name, 'start', 'it runs already, started elsewhere');

    const environment = childEnvironment(application, {
      ...{ secrets, stateDirectory: state.path },
      issueToken: () => tokens.issue({ name: applicationTokenName(name), role: 'read' }),
    });
    const child = spawnApplication({ application, startInfo, scs, environment, logFile: state.logFile(name) });
    child.once('error', () => undefined); // an impossible command has no pid, and is told below
    const { pid } = child;
    if (pid === undefined) {
      throw new ImpossibleActionError(
        name,
        'start',
        `"${startInfo.commandLine}" cannot be run in ${startInfo.workingDirectory ?? '.'}`,
      );
    }
    world.report(name, 'start-pending');
    const started = SupervisedProcess.child(Object.assign(child, { pid }), () => {
      this.#exited(name, pid);
    });
    this.#keep(name, started);
    this.#limitStart(application, started);
    return started;
  }

  /** Answers for a process that registered on the link and that this agent did not start; the one before may have ended unnoticed. */
  adopt(name: string, pid: number): void {
    const known = this.#processes.get(name);
    if ((known !== undefined && isAlive(known.pid)) || pid === process.pid || !isAlive(pid)) return;
    this.#keep(
      name,
      SupervisedProcess.adopted(pid, this.#options.clock, () => {
        this.#exited(name, pid);
      }),
    );
  }

  /**
   * Ends an application's process: asked on the link, then by SIGTERM, then by SIGKILL. Resolves when it is gone.
   * @throws ImpossibleActionError when it has none
   */
  stop(name: string, longestMs = Infinity): Promise<void> {
    const { world, links, clock } = this.#options;
    const running = this.#running(name, 'stop');
    const isAsked = links.command(name, 'stop');
    const isConfigured = world.has('application', name);
    if (isConfigured) world.report(name, 'stop-pending');
    const configuredMs = isConfigured ? world.object('application', name).shutdownTimeout * 1000 : Infinity;
    const totalMs = Math.min(longestMs, configuredMs, 90_000);
    const onTimeout = (): void => {
      this.#notice('STOP_TIMED_OUT', name, `did not stop within ${totalMs / 1000} s and is killed`);
    };
    return running.end(clock, { politeMs: isAsked ? totalMs / 2 : 0, totalMs, onTimeout });
  }

  /** The process was asked to end by itself when its work is done, so its end will be no accident. */
  expectEnd(name: string): void {
    const running = this.#processes.get(name);
    if (running !== undefined) running.isMeantToEnd = true;
  }

  /**
   * Ends an application's process as an accident would. Resolves when it is gone.
   * @throws ImpossibleActionError when it has no process
   */
  kill(name: string): Promise<void> {
    const running = this.#running(name, 'kill');
    running.kill();
    return running.gone.then(() => undefined);
  }

  /** Ends every process; resolves when the last is gone. Nothing can be started from now on. */
  async close(longestMs: number): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#processes.keys()].map((name) => this.stop(name, longestMs)));
  }

  /** Without waiting for anything: for the moment in which we are about to die ourselves. */
  killAll(): void {
    this.#isClosing = true;
    for (const each of this.#processes.values()) each.kill();
  }

  /** Lets go of every process without ending it. */
  release(): void {
    this.#isClosing = true;
    this.#processes.clear();
  }

  #running(name: string, action: string): SupervisedProcess {
    const running = this.#processes.get(name);
    if (running === undefined) throw new ImpossibleActionError(name, action, 'it has no process');
    return running;
  }

  #keep(name: string, running: SupervisedProcess): void {
    this.#processes.set(name, running);
    this.#remember();
  }

  #exited(name: string, pid: number): void {
    const { world, clock, mayRestart = () => true } = this.#options;
    const ended = this.#processes.get(name);
    if (ended?.pid !== pid) return; // it was let go of, or another one has taken its place
    const isMeant = ended.isMeantToEnd;
    this.#processes.delete(name);
    this.#remember();
    if (!world.has('application', name)) return;
    world.report(name, 'stopped');
    if (isMeant || this.#isClosing || !mayRestart()) return;
    const { autoRestart } = world.object('application', name);
    const next = autoRestart ? 'it is started again in a moment' : 'it stays stopped until somebody starts it';
    this.#notice('ENDED_UNASKED', name, `ended although nobody asked it to; ${next}`);
    if (!autoRestart) return;
    clock.after(restartPauseMs, () => {
      this.#restart(name);
    });
  }

  /** Somebody may have started, deleted or ended it in the pause; then there is nothing to do. */
  #restart(name: string): void {
    if (!this.#options.world.has('application', name)) return;
    try {
      this.start(name);
    } catch (error) {
      if (!(error instanceof ImpossibleActionError)) throw error;
    }
  }

  #limitStart({ name, startupTimeout }: Application, started: SupervisedProcess): void {
    const { world, clock } = this.#options;
    const cancel = clock.after(startupTimeout * 1000, () => {
      unsubscribe();
      this.#notice('START_TIMED_OUT', name, `did not run ${startupTimeout} s after its start and is killed`);
      started.kill();
    });
    const unsubscribe = world.subscribe((event) => {
      if (event.name !== 'status' || event.body.application !== name) return;
      if (['start-pending', 'start-transition', 'initializing'].includes(event.body.status)) return;
      unsubscribe();
      cancel();
    });
  }

  #notice(code: string, name: string, what: string): void {
    const { world } = this.#options;
    if (!world.has('application', name)) return;
    world.notify({ level: 'warning', code, message: `"${name}" ${what}`, objects: [{ kind: 'application', name }] });
  }

  #remember(): void {
    this.#options.state.writeProcesses(Object.fromEntries([...this.#processes].map(([name, { pid }]) => [name, pid])));
  }
}
