import type { ApplicationStatus, ExecutionMode, Status } from '@eservices-lb/sdk/wire';

/** What a report may tell beside the status. What is left out stays as it was. */
export interface ReportDetails {
  readonly load?: number | undefined;
  readonly sessions?: number | undefined;
  readonly mode?: ExecutionMode | undefined;
  /** The tenants of the running instance, where they are not the configured ones (MT-4); `undefined` where they are. */
  readonly tenants?: readonly string[] | undefined;
}

const stopping: readonly Status[] = ['stop-pending', 'stop-transition'];

export const firstRunState = (application: string): ApplicationStatus => ({
  application,
  status: 'stopped',
  mode: 'primary',
});

/** The run state after a report; the same object where nothing changed. A stopped application has no load, and what stops is exiting. */
export function nextRunState(before: ApplicationStatus, status: Status, details: ReportDetails): ApplicationStatus {
  const isStopped = status === 'stopped';
  const load = isStopped ? undefined : (details.load ?? before.load);
  const sessions = isStopped ? undefined : (details.sessions ?? before.sessions);
  const tenants = isStopped ? undefined : 'tenants' in details ? details.tenants : before.tenants;
  const mode = details.mode ?? modeAfter(before, status);
  const isSame =
    before.status === status &&
    before.mode === mode &&
    before.load === load &&
    before.sessions === sessions &&
    before.tenants === tenants;
  if (isSame) return before;
  return {
    ...{ application: before.application, status, mode },
    ...(load !== undefined && { load }),
    ...(sessions !== undefined && { sessions }),
    ...(tenants !== undefined && { tenants: [...tenants] }),
  };
}

/** What stops is exiting; what starts afterwards is primary unless somebody says otherwise. */
function modeAfter({ mode }: ApplicationStatus, status: Status): ExecutionMode {
  if (stopping.includes(status)) return 'exiting';
  return mode === 'exiting' && status !== 'suspending' && status !== 'suspended' ? 'primary' : mode;
}
