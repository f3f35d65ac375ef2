import { AllDrainingError } from '../../errors/all-draining-error.js';
import type { LoadBalancerError } from '../../errors/load-balancer-error.js';
import { NoInstanceError } from '../../errors/no-instance-error.js';
import { UnknownServerTypeError } from '../../errors/unknown-server-type-error.js';
import { serverTypeCodes } from '../../wire/server-type.js';
import { explain } from '../eligibility/explain.js';
import { judge } from '../eligibility/selectable.js';
import type { SelectionRequest } from '../model/selection-request.js';
import type { EstateView } from './estate-view.js';

/** Why nothing is selectable, told apart: unknown type, a port that is missing, everything draining, or simply nobody (F30). */
export function refusalOf(request: SelectionRequest, { scope, snapshot }: EstateView): LoadBalancerError {
  const candidates = explain(request, scope, snapshot);
  if (candidates.length === 0 && !isKnownType(request.type)) return new UnknownServerTypeError(request.type);

  const ofTenant = candidates.filter(({ dbid }) =>
    scope.reachable.get(dbid)?.application.tenants.includes(request.tenant),
  );
  for (const { dbid } of ofTenant) {
    const server = scope.reachable.get(dbid);
    const verdict = server && judge(server, request.tenant, snapshot);
    if (verdict?.selectable === false && verdict.problem !== undefined) return verdict.problem;
  }
  const isAllDraining = ofTenant.length > 0 && ofTenant.every(({ isDraining }) => isDraining);
  return isAllDraining ? new AllDrainingError(request, candidates) : new NoInstanceError(request, candidates);
}

const isKnownType = (type: string): boolean => Object.hasOwn(serverTypeCodes, type);
