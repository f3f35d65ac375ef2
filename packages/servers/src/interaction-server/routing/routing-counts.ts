import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';

/** What routing servers were given since this server started. */
export class RoutingCounts {
  readonly #resubmitted = new Map<string, number>();
  /** By routing server and strategy. */
  readonly #submitted = new Map<string, number>();

  /** How many interactions went to others, or to itself again, because this routing server was lost. */
  resubmitted(application: string): number {
    return this.#resubmitted.get(application) ?? 0;
  }

  /** How many interactions at a strategy were submitted to a routing server. */
  submitted(application: string, strategy: LoadedStrategy): number {
    return this.#submitted.get(nameOf(application, strategy)) ?? 0;
  }

  resubmit(application: string, interactions: number): void {
    this.#resubmitted.set(application, this.resubmitted(application) + interactions);
  }

  submit(application: string, strategy: LoadedStrategy): void {
    this.#submitted.set(nameOf(application, strategy), this.submitted(application, strategy) + 1);
  }
}

const nameOf = (application: string, { tenant, name }: LoadedStrategy): string =>
  JSON.stringify([application, tenant, name]);
