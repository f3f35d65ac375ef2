import type { CandidateReport } from '../core/eligibility/explain.js';
import { LoadBalancerError } from '../errors/load-balancer-error.js';
import type { LoadBalancer } from '../load-balancer.js';
import { exitCode } from './exit-code.js';
import type { ExitCode } from './exit-code.js';
import { requestOf, withLoadBalancer } from './server-options.js';
import type { RequestOptions } from './server-options.js';
import { inColumns } from './table.js';
import type { Terminal } from './terminal.js';

/** Every candidate of a request, and why it is or is not selectable. Ends with `refused` where none is. */
export function explainCommand(options: RequestOptions, terminal: Terminal): Promise<ExitCode> {
  return withLoadBalancer(options, terminal, (loadBalancer) => {
    const candidates = loadBalancer.explain(requestOf(options));
    const refusal = refusalOf(loadBalancer, options);
    if (options.json === true) {
      const { code, message } = refusal ?? {};
      terminal.print(JSON.stringify({ candidates, ...(refusal && { refusal: { code, message } }) }, undefined, 2));
    } else {
      printCandidates(candidates, terminal);
      if (refusal !== undefined) terminal.complain(refusal.message);
    }
    return refusal === undefined ? exitCode.done : exitCode.refused;
  });
}

/** What a request would be answered with, where it is no instance: an unknown tenant, say. */
function refusalOf(loadBalancer: LoadBalancer, options: RequestOptions): LoadBalancerError | undefined {
  try {
    loadBalancer.select(requestOf(options));
    return undefined;
  } catch (error) {
    if (error instanceof LoadBalancerError) return error;
    throw error;
  }
}

function printCandidates(candidates: readonly CandidateReport[], { print, paint }: Terminal): void {
  const rows = candidates.map(({ application, selectable, isDraining, reason }) => [
    application,
    selectable ? 'selectable' : isDraining ? 'draining' : 'not selectable',
    reason,
  ]);
  for (const [line, { selectable, isDraining }] of zip(inColumns(rows), candidates)) {
    print(paint(selectable ? 'green' : isDraining ? 'yellow' : 'dim', line));
  }
}

const zip = <A, B>(some: readonly A[], others: readonly B[]): (readonly [A, B])[] =>
  some.flatMap((one, at) => {
    const other = others[at];
    return other === undefined ? [] : [[one, other] as const];
  });
