import { AllDrainingError } from '../../errors/all-draining-error.js';
import type { LoadBalancerError } from '../../errors/load-balancer-error.js';
import { NoInstanceError } from '../../errors/no-instance-error.js';
import { UnknownServerTypeError } from '../../errors/unknown-server-type-error.js';
import { isKnownServerType } from '../../wire/server-type.js';
import { explain } from '../eligibility/explain.js';
import type { Estate } from '../estate/estate.js';
import type { SelectionRequest } from '../model/selection-request.js';
import { isAskedFor } from './pool.js';

/** Why nothing is selectable, told apart: unknown type, a port that is missing, everything draining, or simply nobody (F30). */
export function refusalOf(request: SelectionRequest, estate: Estate): LoadBalancerError {
  const candidates = explain(request, estate);
  if (candidates.length === 0 && !isKnownServerType(request.type)) return new UnknownServerTypeError(request.type);

  const askedFor = candidates.filter(({ dbid }) => {
    const standing = estate.standing(dbid);
    return standing !== undefined && isAskedFor(standing.server, request);
  });
  for (const { dbid } of askedFor) {
    const problem = estate.standing(dbid)?.problem;
    if (problem !== undefined) return problem;
  }
  const isAllDraining = askedFor.length > 0 && askedFor.every(({ isDraining }) => isDraining);
  return isAllDraining ? new AllDrainingError(request, candidates) : new NoInstanceError(request, candidates);
}
