import type { Scope } from './core/configuration/scope.js';
import type { FailureMemory, Outcome } from './core/failure-memory.js';
import type { Service } from './core/model/service.js';
import { InvalidOptionError } from './errors/invalid-option-error.js';

const outcomes: ReadonlySet<unknown> = new Set<Outcome>(['success', 'refused', 'failure']);

export interface ReportParts {
  readonly failureMemory: FailureMemory;
  readonly scope: Scope;
}

/**
 * Adds an outcome to what is remembered of an instance.
 * @throws InvalidOptionError when the service is not one that `select` or `resolve` gave, or the outcome none
 */
export function reportOutcome(
  service: Pick<Service, 'application' | 'dbid'>,
  outcome: Outcome,
  { failureMemory, scope }: ReportParts,
): void {
  if (!isKnown(service, scope)) {
    throw new InvalidOptionError('service', 'what select() or resolve() returned for an instance still there', service);
  }
  if (!outcomes.has(outcome)) {
    throw new InvalidOptionError('outcome', '"success", "refused" or "failure"', outcome);
  }
  failureMemory.begin(service.dbid)(outcome);
}

function isKnown(service: unknown, { reachable, departed }: Scope): boolean {
  if (typeof service !== 'object' || service === null || !('dbid' in service) || !('application' in service))
    return false;
  const { dbid, application } = service;
  if (typeof dbid !== 'number') return false;
  const server = reachable.get(dbid) ?? departed.get(dbid)?.server;
  return server?.application.name === application;
}
