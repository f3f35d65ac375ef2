import { describeCandidates } from '../core/eligibility/explain.js';
import type { CandidateReport } from '../core/eligibility/explain.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import { LoadBalancerError } from './load-balancer-error.js';

/** None of the candidates may be given out; `candidates` says why of each. */
export class NoInstanceError extends LoadBalancerError {
  override readonly name = 'NoInstanceError';
  readonly code = 'NO_INSTANCE';
  readonly retryable = true;

  constructor(
    readonly request: SelectionRequest,
    readonly candidates: readonly CandidateReport[],
  ) {
    super(`No ${request.type} is selectable for tenant "${request.tenant}": ${describeCandidates(candidates)}.`);
  }
}
