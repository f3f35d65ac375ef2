import { strategyAt } from '../workflow/workflow.js';
import type { Workflow } from '../workflow/workflow.js';
import type { QueueLength } from './interaction-store.js';

const mostShown = 60;

/** What operators see of a queue. */
export interface ShownQueue extends QueueLength {
  /** Where its interactions go; without one they wait for an agent. */
  readonly strategy?: string;
}

/** The longest queues, and those that lead to a strategy. */
export function shownQueues(
  lengths: readonly QueueLength[],
  workflow: Workflow,
  tenants: readonly string[],
): readonly ShownQueue[] {
  const routed = workflow.queues.flatMap(({ name: queue, tenants: of }) =>
    tenants.filter((tenant) => of?.includes(tenant) ?? true).map((tenant) => ({ tenant, queue, waiting: 0 })),
  );
  const empty = routed.filter(
    ({ tenant, queue }) => !lengths.some((one) => one.tenant === tenant && one.queue === queue),
  );
  return [...lengths, ...empty].slice(0, mostShown).map((length) => {
    const strategy = strategyAt(workflow, length.tenant, length.queue);
    return { ...length, ...(strategy !== undefined && { strategy }) };
  });
}
