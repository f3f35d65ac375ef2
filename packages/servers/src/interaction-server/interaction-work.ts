import { randomBytes } from 'node:crypto';
import { cwd, env } from 'node:process';
import type { LoadBalancer } from '@eservices-lb/sdk';
import type { Surroundings } from '../application-server/application-server.js';
import { askingDatabase } from '../database/asking-database.js';
import type { AskDatabase } from '../database/asking-database.js';
import { KeptWorkflow } from '../workflow/kept-workflow.js';
import { CapturePoints } from './capture-points/capture-points.js';
import type { InteractionDatabase } from './database-access-points/interaction-database.js';
import { ExternalServices } from './external-services/external-services.js';
import { GroupedSubmissions } from './grouped-submissions.js';
import { interactionMethods } from './interaction-methods.js';
import type { InteractionMethods } from './interaction-methods.js';
import { InteractionStore } from './interaction-store.js';
import { Reconciliation } from './reconciliation.js';
import { InteractionRouting } from './routing/interaction-routing.js';
import { RoutingServerDirectory } from './routing/routing-server-directory.js';
import type { FenceValues } from './standby/primary-generation.js';

export interface InteractionWorkOptions {
  readonly surroundings: Surroundings;
  readonly serviceSecret: string;
  readonly database: InteractionDatabase;
  readonly loadBalancer: LoadBalancer;
}

/** What an Interaction Server does with interactions. */
export interface InteractionWork {
  readonly store: InteractionStore;
  readonly workflow: KeptWorkflow;
  readonly externalServices: ExternalServices;
  readonly routing: InteractionRouting;
  readonly methods: InteractionMethods;
  readonly capturePoints: CapturePoints;
  readonly reconciliation: Reconciliation;
  /** How many interactions were submitted that were not known before. */
  readonly submitted: () => number;
}

export function interactionWork(options: InteractionWorkOptions): InteractionWork {
  const { surroundings, serviceSecret, database, loadBalancer } = options;
  const { registration, clock, log } = surroundings;
  const fence = (): FenceValues => database.fence;
  const store = new InteractionStore(database, fence);
  const askDatabase = askingDatabase({
    lost: (error) => {
      log.error(error, 'a statement failed');
    },
  });
  const externalServices = new ExternalServices({ loadBalancer, serviceSecret, clock });
  const workflow = new KeptWorkflow({ registration, clock, log, onChange: () => routing.rearrange() });
  const routing = routingOf(options, { store, askDatabase, externalServices, workflow });
  let submitted = 0;
  const methods = methodsOf(options, {
    ...{ store, askDatabase },
    onSubmitted: (interaction) => {
      submitted += 1;
      routing.arrived(interaction);
    },
  });
  return {
    ...{ store, workflow, externalServices, routing, methods, submitted: () => submitted },
    capturePoints: capturePointsOf(options, { askDatabase, methods }),
    reconciliation: new Reconciliation({ pool: database, fence, clock, log }),
  };
}

const tenantsOf =
  ({ registration }: Pick<Surroundings, 'registration'>) =>
  (): readonly string[] =>
    registration().application.tenants;

function routingOf(
  { surroundings, loadBalancer }: InteractionWorkOptions,
  parts: Pick<InteractionWork, 'store' | 'externalServices' | 'workflow'> & { readonly askDatabase: AskDatabase },
): InteractionRouting {
  const { registration, clock, random, log } = surroundings;
  const { workflow, ...others } = parts;
  return new InteractionRouting({
    ...{ ...others, tenants: tenantsOf(surroundings), clock, random, log, nextRequestId: requestIds() },
    workflow: () => workflow.current,
    directory: new RoutingServerDirectory({
      configuration: loadBalancer.configuration,
      application: () => registration().application,
    }),
  });
}

function methodsOf(
  { surroundings, database }: InteractionWorkOptions,
  parts: Omit<Parameters<typeof interactionMethods>[0], 'tenants' | 'isAccepting' | 'store'> &
    Pick<InteractionWork, 'store'>,
): InteractionMethods {
  const { clock, isAccepting } = surroundings;
  const { store, ...others } = parts;
  const submissions = new GroupedSubmissions({ store, clock });
  return interactionMethods({
    store: {
      submit: (submission) => submissions.submit(submission),
      list: (...filter) => store.list(...filter),
      bring: (...progress) => store.bring(...progress),
    },
    ...{ ...others, tenants: tenantsOf(surroundings) },
    // What is amiss with the database says so itself.
    isAccepting: () => isAccepting() || !database.isWorking,
  });
}

function capturePointsOf(
  { surroundings, database, loadBalancer }: InteractionWorkOptions,
  { askDatabase, methods }: { readonly askDatabase: AskDatabase; readonly methods: InteractionMethods },
): CapturePoints {
  const { registration, clock, random, log } = surroundings;
  return new CapturePoints({
    ...{ application: registration().application.name, loadBalancer, tenants: tenantsOf(surroundings), askDatabase },
    ...{ database, submit: (params) => methods.submit(params), clock, random, log, environment: env },
    fence: () => database.fence,
    directory: env.ESERVICES_STATE_DIRECTORY ?? cwd(),
  });
}

/** Numbers that no other Interaction Server, nor this one after a restart, gives. */
function requestIds(): () => string {
  const process = randomBytes(8).toString('hex');
  let requests = 0;
  return () => `${process}.${++requests}`;
}
