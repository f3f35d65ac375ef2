import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { Application } from '../../wire/application.js';
import type { Status } from '../../wire/status.js';
import type { ReachableServer } from '../configuration/scope.js';
import { weightOf, weightProblemOf } from '../configuration/weight.js';
import { runStateOf } from '../directory/snapshot.js';
import type { Snapshot } from '../directory/snapshot.js';
import { servingMember } from './serving-member.js';

/** Why a server may not be given to a new request, or that nothing stands in the way. */
export type Verdict =
  | { readonly selectable: true; readonly member: 'primary' | 'backup'; readonly reason: string }
  | {
      readonly selectable: false;
      readonly isDraining: boolean;
      readonly reason: string;
      readonly problem?: LoadBalancerError;
    };

const refused = (reason: string, isDraining = false): Verdict => ({ selectable: false, isDraining, reason });

/** The rules of new selection, in the order in which an operator would check them (LB-4 … LB-8, LB-13, R19; state table 2.1). */
export function judge(server: ReachableServer, tenant: string, snapshot: Snapshot): Verdict {
  const { application } = server;
  if (!application.tenants.includes(tenant)) return refused(`not assigned to tenant ${tenant}`);

  const member = servingMember(server, snapshot);
  const serving = member === 'backup' && server.backup !== undefined ? server.backup : server;
  const { status, mode } = runStateOf(snapshot, serving.application.name);
  if (serving.application.state === 'disabled') return disabled(status);
  if (status !== 'running') return refused(statusReason[status], isDrainingStatus(status));
  if (mode !== 'primary') return refused(`running as ${mode}, which takes no clients`);
  if (serving.endpoint instanceof LoadBalancerError) {
    return { selectable: false, isDraining: false, reason: serving.endpoint.message, problem: serving.endpoint };
  }
  if (weightOf(server.parameters) === 0) return refused('of weight 0 on its connection, taking nothing new', true);

  const reason = member === 'backup' ? runningBackup(serving.application) : 'running';
  const problem = weightProblemOf(server.parameters);
  return { selectable: true, member, reason: problem === undefined ? reason : `${reason}, but ${problem}` };
}

const disabled = (status: Status): Verdict => {
  const isStillWorking = status === 'running' || isDrainingStatus(status);
  return refused(
    isStillWorking ? 'disabled in configuration, finishing what it has' : 'disabled in configuration',
    isStillWorking,
  );
};

const runningBackup = ({ name }: Application): string => `its backup ${name} is running as primary`;

const draining: ReadonlySet<Status> = new Set<Status>([
  'service-unavailable',
  'suspending',
  'suspended',
  'stop-pending',
  'stop-transition',
]);

/** The statuses in which a server finishes what it has. */
export const isDrainingStatus = (status: Status): boolean => draining.has(status);

const statusReason: Readonly<Record<Status, string>> = {
  unknown: 'of unknown status, its host or Local Control Agent is lost',
  stopped: 'stopped',
  'stop-transition': 'stopping',
  'stop-pending': 'stopping',
  'start-transition': 'starting',
  'start-pending': 'starting',
  running: 'running',
  initializing: 'initializing',
  'service-unavailable': 'reporting Service Unavailable',
  suspending: 'suspending, finishing what it has',
  suspended: 'suspended',
};
