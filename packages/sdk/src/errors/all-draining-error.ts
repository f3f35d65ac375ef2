import { describeCandidates } from '../core/eligibility/explain.js';
import type { CandidateReport } from '../core/eligibility/explain.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import { LoadBalancerError } from './load-balancer-error.js';

/** The candidates finish what they have and take nothing new (LB-5, LB-7). */
export class AllDrainingError extends LoadBalancerError {
  override readonly name = 'AllDrainingError';
  readonly code = 'ALL_DRAINING';
  readonly retryable = true;

  constructor(
    readonly request: SelectionRequest,
    readonly candidates: readonly CandidateReport[],
  ) {
    super(
      `Every ${request.type} of tenant "${request.tenant}" is draining, none takes new work: ${describeCandidates(candidates)}.`,
    );
  }
}
