import type { Application } from '../../wire/application.js';
import type { Estate } from '../estate/estate.js';
import type { SelectionRequest } from '../model/selection-request.js';

/** What is to be said of one candidate of a request. */
export interface CandidateReport {
  readonly application: string;
  readonly dbid: number;
  readonly selectable: boolean;
  /** It takes nothing new, but finishes what it has. */
  readonly isDraining: boolean;
  /** A sentence part an operator reads: "running", "disabled in configuration", "not assigned to tenant Resources". */
  readonly reason: string;
}

/** Every application of the requested type, within reach or not, with what is to be said of it; by DBID. */
export function explain(request: SelectionRequest, estate: Estate): readonly CandidateReport[] {
  const applications = [...estate.snapshot.configuration.applications.values()];
  const primaryOf = new Map(applications.map(({ name, backup }) => [backup, name]));
  return applications
    .filter(({ type, name }) => type === request.type && !isMemberOf(primaryOf.get(name), estate))
    .sort((a, b) => a.dbid - b.dbid)
    .map((application) => report(application, request, { estate, primary: primaryOf.get(application.name) }));
}

/** A backup whose primary is within reach is reported with it. */
const isMemberOf = (primary: string | undefined, { scope }: Estate): boolean =>
  primary !== undefined && scope.serverOf.has(primary);

function report(
  { name, dbid }: Application,
  { tenant, cluster, service, exclude }: SelectionRequest,
  { estate, primary }: { readonly estate: Estate; readonly primary: string | undefined },
): CandidateReport {
  const { scope } = estate;
  const standing = estate.standing(dbid);
  const refused = (reason: string): CandidateReport => ({
    ...{ application: name, dbid, selectable: false, isDraining: false, reason },
  });
  if (standing === undefined) return refused(unreached(scope.application?.name, primary, scope.problems));
  const { server, selectable, isDraining, reason } = standing;
  if (scope.tenants.get(tenant)?.state === 'disabled') return refused(`there, but tenant ${tenant} is disabled`);
  if (!server.tenants.has(tenant)) return refused(notWorkingFor(tenant, server.application));
  if (cluster !== undefined && !server.clusters.includes(cluster)) return refused(`not reached through ${cluster}`);
  if (service !== undefined && !server.services.includes(service))
    return refused(`not connected as service ${service}`);
  if (exclude?.includes(name) === true) return refused('excluded by the request');
  return { application: name, dbid, selectable: selectable !== undefined, isDraining, reason };
}

function notWorkingFor(tenant: string, { tenants }: Application): string {
  const isConfigured = tenants.includes(tenant);
  return isConfigured
    ? `not yet working for tenant ${tenant}, until it is restarted (MT-4)`
    : `not assigned to tenant ${tenant}`;
}

function unreached(application: string | undefined, primary: string | undefined, problems: readonly string[]): string {
  const hint = problems.length === 0 ? '' : ` (${problems.join(' ')})`;
  if (primary !== undefined) return `the backup of ${primary}, which is not on the Connections${hint}`;
  return `not on the Connections of ${application ?? 'the application'}${hint}`;
}

/** One line for an error message. */
export function describeCandidates(candidates: readonly CandidateReport[]): string {
  if (candidates.length === 0) return 'none is configured';
  return candidates.map(({ application, reason }) => `${application} is ${reason}`).join(', ');
}
