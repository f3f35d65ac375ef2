import { availableParallelism } from 'node:os';
import type { Clock } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { logTail } from '../agent/log-tail.js';
import type { StateDirectory } from '../agent/state-directory.js';
import type { SupervisedProcess } from '../agent/supervised-process.js';
import type { MockScs } from '../mock-scs.js';
import { FailedStartError } from './failed-start-error.js';
import type { Progress } from './progress.js';
import { startInOrder } from './start-in-order.js';
import { startOrder } from './start-order.js';

const logLinesShown = 15;
/** One loads its code while another waits for what it is connected to. */
const startsPerProcessor = 2;

export interface Startup {
  readonly scs: MockScs;
  readonly state: StateDirectory;
  readonly progress: Progress;
  readonly clock: Clock;
}

/**
 * Starts every application that is to be started and does not run yet, and waits until all are running.
 * @throws FailedStartError
 */
export async function startApplications(startup: Startup): Promise<void> {
  const { scs, progress } = startup;
  startSimulated(scs, progress);
  const planned = startOrder(scs.world.configuration);
  let running = 0;
  await startInOrder(planned, startsPerProcessor * availableParallelism(), async (application) => {
    const how = await startOne(application, startup);
    running += 1;
    progress.say(application.name, `${how} (${running} of ${planned.length})`);
  });
}

/** There may be thousands, so they run at once and are told in one line. */
function startSimulated({ world, simulated }: MockScs, progress: Progress): void {
  const played = world.configuration.applications.filter((each) => each.simulated && each.state === 'enabled');
  for (const { name } of played) simulated.startAtOnce(name);
  if (played.length > 0) progress.say('simulated', `${played.length} applications without a process are running`);
}

/** Resolves, with what there is to say about it, when the application runs. */
async function startOne(application: Application, { scs, state, progress, clock }: Startup): Promise<string> {
  const { name } = application;
  if (scs.world.status(name).status === 'running') {
    return `runs already, as process ${scs.agent.process(name)?.pid ?? scs.links.pid(name) ?? '?'}`;
  }
  progress.say(name, 'starting');
  const failed = (reason: string): FailedStartError =>
    new FailedStartError(name, reason, state.logFile(name), logTail(state.logFile(name), logLinesShown));
  const started = scs.agent.process(name) ?? startOrExplain(name, scs, failed);
  const running = untilRunning(name, scs);
  const overdue = untilOverdue(application, scs, clock);
  try {
    const failure = await Promise.race([running.reached, started.gone, overdue.reached]);
    if (failure !== undefined) throw failed(failure);
  } finally {
    running.forget();
    overdue.forget();
  }
  return 'running';
}

function startOrExplain(name: string, scs: MockScs, failed: (reason: string) => FailedStartError): SupervisedProcess {
  try {
    return scs.agent.start(name);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

/** Something that may happen while an application starts; whoever no longer waits for it forgets it. */
interface Awaited<T> {
  readonly reached: Promise<T>;
  forget(): void;
}

function untilRunning(name: string, { world }: MockScs): Awaited<undefined> {
  let forget = (): void => undefined;
  const reached = new Promise<undefined>((resolve) => {
    if (world.status(name).status === 'running') resolve(undefined);
    forget = world.subscribe(({ name: event, body }) => {
      if (event === 'status' && 'application' in body && body.application === name && body.status === 'running')
        resolve(undefined);
    });
  });
  return {
    reached,
    forget: () => {
      forget();
    },
  };
}

/** A server may be up and lack something that it needs: its Local Control Agent lets it live, but the estate is not running then. */
function untilOverdue({ name, startupTimeout }: Application, { world }: MockScs, clock: Clock): Awaited<string> {
  let forget = (): void => undefined;
  const reached = new Promise<string>((resolve) => {
    forget = clock.after(startupTimeout * 1000, () => {
      resolve(`it is still ${world.status(name).status} ${startupTimeout} s after its start`);
    });
  });
  return {
    reached,
    forget: () => {
      forget();
    },
  };
}
