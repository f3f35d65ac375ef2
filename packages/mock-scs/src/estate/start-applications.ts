import type { Application } from '@eservices-lb/sdk/wire';
import { logTail } from '../agent/log-tail.js';
import type { StateDirectory } from '../agent/state-directory.js';
import type { SupervisedProcess } from '../agent/supervised-process.js';
import type { MockScs } from '../start-mock-scs.js';
import { FailedStartError } from './failed-start-error.js';
import type { Progress } from './progress.js';
import { startOrder } from './start-order.js';

const logLinesShown = 15;

export interface Startup {
  readonly scs: MockScs;
  readonly state: StateDirectory;
  readonly progress: Progress;
}

/**
 * Starts every application that is to be started and does not run yet, and waits until all are running.
 * @throws FailedStartError
 */
export async function startApplications({ scs, state, progress }: Startup): Promise<void> {
  startSimulated(scs, progress);
  for (const group of startOrder(scs.world.configuration)) {
    await Promise.all(group.map((application) => startOne(application, { scs, state, progress })));
  }
}

/** There may be thousands, so they run at once and are told in one line. */
function startSimulated({ world, simulated }: MockScs, progress: Progress): void {
  const played = world.configuration.applications.filter((each) => each.simulated && each.state === 'enabled');
  for (const { name } of played) simulated.startAtOnce(name);
  if (played.length > 0) progress.say('simulated', `${played.length} applications without a process are running`);
}

async function startOne({ name }: Application, { scs, state, progress }: Startup): Promise<void> {
  if (scs.world.status(name).status === 'running') {
    progress.say(name, `runs already, as process ${scs.agent.process(name)?.pid ?? scs.links.pid(name) ?? '?'}`);
    return;
  }
  progress.say(name, 'starting');
  const failed = (reason: string): FailedStartError =>
    new FailedStartError(name, reason, state.logFile(name), logTail(state.logFile(name), logLinesShown));
  const started = scs.agent.process(name) ?? startOrExplain(name, scs, failed);
  const running = untilRunning(name, scs);
  try {
    const end = await Promise.race([running.reached, started.gone]);
    if (end !== undefined) throw failed(end);
  } finally {
    running.forget();
  }
  progress.say(name, 'running');
}

function startOrExplain(name: string, scs: MockScs, failed: (reason: string) => FailedStartError): SupervisedProcess {
  try {
    return scs.agent.start(name);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

function untilRunning(name: string, { world }: MockScs): { readonly reached: Promise<undefined>; forget(): void } {
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
