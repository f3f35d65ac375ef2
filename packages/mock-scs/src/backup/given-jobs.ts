import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';
import type { GivenJob } from '../lca/messages.js';

/** The training jobs that were given to an application and are not finished (BK-3). */
export function givenJobs({ trainingJobs }: Configuration, { name }: Application): GivenJob[] {
  return trainingJobs
    .filter((job) => job.application === name && job.state === 'enabled' && job.progress !== 'finished')
    .map((job) => ({ name: job.name, tenant: job.tenant }));
}

/** Notes that a job is finished, where it is the application's to say so. */
export function finishTrainingJob(
  world: World,
  { job, application }: { readonly job: string; readonly application: string },
): void {
  if (!world.has('trainingJob', job)) return;
  const known = world.object('trainingJob', job);
  if (known.application === application && known.progress !== 'finished')
    world.put('trainingJob', { ...known, progress: 'finished' });
}
