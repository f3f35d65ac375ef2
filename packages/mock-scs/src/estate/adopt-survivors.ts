import type { Clock } from '@eservices-lb/sdk';
import { isAlive } from '../agent/is-alive.js';
import { runsApplication } from '../agent/runs-application.js';
import { signalProcess } from '../agent/signal-process.js';
import type { MockScs } from '../mock-scs.js';

const longestWaitMs = 4000;
const goneLookMs = 50;

/** The processes of an earlier control server that was killed and that still run, by application. */
export function survivors(pids: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(pids).filter(([application, pid]) => isAlive(pid) && runsApplication(pid, application)),
  );
}

/** Waits until the survivors have registered again; ends those that do not. */
export async function adoptSurvivors(scs: MockScs, left: ReadonlyMap<string, number>, clock: Clock): Promise<void> {
  await Promise.all(
    [...left].map(async ([application, pid]) => {
      if (!scs.world.has('application', application)) {
        await endStranger(pid, clock);
        return;
      }
      scs.world.report(application, 'unknown');
      scs.agent.adopt(application, pid);
      if (await registers(scs, application, clock)) return;
      await scs.agent.kill(application);
    }),
  );
}

function registers({ world, links }: MockScs, application: string, clock: Clock): Promise<boolean> {
  if (links.isLinked(application)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      unsubscribe();
      resolve(links.isLinked(application));
    };
    const cancel = clock.after(longestWaitMs, finish, { keepAlive: true });
    const unsubscribe = world.subscribe(() => {
      if (links.isLinked(application)) finish();
    });
  });
}

/** The scenario is another one now, and has no such application. */
function endStranger(pid: number, clock: Clock): Promise<void> {
  signalProcess(pid, 'SIGKILL');
  return new Promise((resolve) => {
    const look = (): void => {
      if (isAlive(pid)) clock.after(goneLookMs, look, { keepAlive: true });
      else resolve();
    };
    look();
  });
}
