import type { Status, TrainingJob } from '@eservices-lb/sdk/wire';
import type { NewNotice, World } from '../control/world.js';

/** A job that should be told of, and the instance that it waits or waited for. */
export interface WaitingJob {
  readonly job: TrainingJob;
  readonly application: string;
}

/** Training jobs as they should be. */
export interface Allocation {
  /** Those that change, as they are to be. */
  readonly changed: readonly TrainingJob[];
  /** Those that were running and now wait. */
  readonly interrupted: readonly WaitingJob[];
  /** Those that waited and go on. */
  readonly resumed: readonly WaitingJob[];
}

/** What the allocation needs to know of a Training Server. */
export interface TrainingServer {
  readonly name: string;
  readonly tenants: readonly string[];
  /** It works on what it has. */
  readonly isWorking: boolean;
  /** It begins new jobs. */
  readonly takesNew: boolean;
  /** It will soon; a job waits for it rather than for the others' jobs. */
  readonly isStarting?: boolean;
}

/**
 * Gives jobs to Training Servers (BK-3): a new one to the running instance of its tenant that has the fewest, and for good. A job whose instance is lost
 * is not picked up by another one: it waits until that instance runs again.
 */
export function allocateJobs(jobs: readonly TrainingJob[], servers: readonly TrainingServer[]): Allocation {
  const byName = new Map(servers.map((server) => [server.name, server]));
  const counts = new Map<string, number>();
  for (const { application, progress } of jobs) {
    if (application !== undefined && progress !== 'finished')
      counts.set(application, (counts.get(application) ?? 0) + 1);
  }
  const changed: TrainingJob[] = [];
  const interrupted: WaitingJob[] = [];
  const resumed: WaitingJob[] = [];
  for (const job of jobs) {
    if (job.progress === 'finished' || job.state === 'disabled') continue;
    const application = job.application ?? leastBusy(servers, job.tenant, counts);
    if (application === undefined) continue;
    if (job.application === undefined) counts.set(application, (counts.get(application) ?? 0) + 1);
    const progress = byName.get(application)?.isWorking === true ? 'running' : 'waiting';
    if (job.application === application && job.progress === progress) continue;
    changed.push({ ...job, application, progress });
    if (progress === 'waiting') interrupted.push({ job, application });
    else if (job.application !== undefined) resumed.push({ job, application });
  }
  return { changed, interrupted, resumed };
}

function leastBusy(
  servers: readonly TrainingServer[],
  tenant: string,
  counts: ReadonlyMap<string, number>,
): string | undefined {
  const able = servers.filter(({ takesNew, tenants }) => takesNew && tenants.includes(tenant));
  const [first, ...others] = able.map(({ name }) => name);
  if (first === undefined) return undefined;
  const least = others.reduce((one, name) => ((counts.get(name) ?? 0) < (counts.get(one) ?? 0) ? name : one), first);
  const isWorthWaiting = servers.some(({ isStarting, tenants }) => isStarting === true && tenants.includes(tenant));
  return isWorthWaiting && (counts.get(least) ?? 0) > 0 ? undefined : least;
}

const starting: readonly Status[] = ['start-pending', 'start-transition', 'initializing'];

/** Whoever finishes what it has, suspended or disabled (LB-7), goes on with its jobs. */
const working: readonly Status[] = ['running', 'suspending', 'suspended'];

/** Keeps the training jobs of the estate allocated; returns its own undoing. */
export function followTrainingJobs(world: World): () => void {
  const review = (): void => {
    const { trainingJobs, applications } = world.configuration;
    if (trainingJobs.length === 0) return;
    const servers = applications
      .filter(({ type }) => type === 'TrainingServer')
      .map(({ name, tenants, state }) => ({
        ...{ name, tenants },
        isWorking: working.includes(world.status(name).status),
        takesNew: state === 'enabled' && world.status(name).status === 'running',
        isStarting: state === 'enabled' && starting.includes(world.status(name).status),
      }));
    const { changed, interrupted, resumed } = allocateJobs(trainingJobs, servers);
    for (const job of changed) world.put('trainingJob', job);
    const tell = ({ job, application }: WaitingJob, notice: Pick<NewNotice, 'level' | 'code' | 'message'>): void => {
      const objects = [
        { kind: 'trainingJob', name: job.name } as const,
        { kind: 'application', name: application } as const,
      ];
      world.notify({ ...notice, rule: 'BK-3', objects });
    };
    for (const each of interrupted) {
      const message = `training job "${each.job.name}" waits for "${each.application}", and no other Training Server picks it up: start "${each.application}" again`;
      tell(each, { level: 'warning', code: 'JOB_WAITS', message });
    }
    for (const each of resumed) {
      const message = `training job "${each.job.name}" goes on, on "${each.application}", which began it`;
      tell(each, { level: 'info', code: 'JOB_GOES_ON', message });
    }
  };
  const isOfTraining = (name: string): boolean =>
    world.has('application', name) && world.object('application', name).type === 'TrainingServer';
  review();
  return world.subscribe((event) => {
    if (event.name === 'status' && isOfTraining(event.body.application)) review();
    if (event.name === 'configuration' && event.body.kind === 'trainingJob') review();
    if (event.name === 'snapshot') review();
  });
}
