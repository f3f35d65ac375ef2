import type { Scope } from '../configuration/scope.js';
import type { Snapshot } from '../directory/snapshot.js';
import type { SelectionRequest } from '../model/selection-request.js';
import { judge } from './selectable.js';

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
export function explain(request: SelectionRequest, scope: Scope, snapshot: Snapshot): readonly CandidateReport[] {
  const { tenant, type, cluster, exclude } = request;
  const backups = new Set([...snapshot.configuration.applications.values()].map(({ backup }) => backup));
  return [...snapshot.configuration.applications.values()]
    .filter((application) => application.type === type && !backups.has(application.name))
    .sort((a, b) => a.dbid - b.dbid)
    .map(({ name, dbid }) => {
      const refused = (reason: string): CandidateReport => ({
        application: name,
        dbid,
        selectable: false,
        isDraining: false,
        reason,
      });
      const server = scope.reachable.get(dbid);
      if (server === undefined)
        return refused(`not on the Connections of ${scope.application?.name ?? 'the application'}`);
      if (cluster !== undefined && !server.clusters.includes(cluster)) return refused(`not reached through ${cluster}`);
      if (exclude?.includes(name) === true) return refused('excluded by the request');
      const verdict = judge(server, tenant, snapshot);
      const isDraining = !verdict.selectable && verdict.isDraining;
      return { application: name, dbid, selectable: verdict.selectable, isDraining, reason: verdict.reason };
    });
}

/** One line for an error message. */
export function describeCandidates(candidates: readonly CandidateReport[]): string {
  if (candidates.length === 0) return 'none is configured';
  return candidates.map(({ application, reason }) => `${application} is ${reason}`).join(', ');
}
