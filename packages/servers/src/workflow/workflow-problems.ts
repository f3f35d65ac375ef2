import { setAsideQueue } from '../interaction-server/interaction.js';
import { withoutEnd } from './circles.js';
import type { Step, Workflow } from './workflow.js';

/** What is wrong with a workflow although each of its parts is well-formed. */
export interface WorkflowProblem {
  /** Where in the file. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Everything that would leave an interaction nowhere, or in two places. */
export function* workflowProblems(workflow: Workflow): Iterable<WorkflowProblem> {
  yield* problemsOfQueues(workflow);
  for (const [name, steps] of Object.entries(workflow.strategies)) {
    const path = ['strategies', name];
    yield* unreachable(steps, path);
    if (!isEnd(steps.at(-1)))
      yield {
        path,
        message: 'its last step must be queue, agent or done, so that every interaction goes somewhere',
      };
  }
  for (const { strategy, circle } of withoutEnd(workflow))
    yield {
      path: ['strategies', strategy],
      message: `interactions go round in circles and never come to an agent, to done or to a queue where they wait (${circle.join(' → ')})`,
    };
}

function* problemsOfQueues({ queues, strategies }: Workflow): Iterable<WorkflowProblem> {
  for (const [at, { name, strategy, tenants }] of queues.entries()) {
    if (!Object.hasOwn(strategies, strategy))
      yield { path: ['queues', at, 'strategy'], message: `there is no strategy "${strategy}" in the file` };
    if (name === setAsideQueue)
      yield {
        path: ['queues', at, 'name'],
        message: `"${setAsideQueue}" has what strategies can do nothing with: somebody has to look, no strategy`,
      };
    const twin = queues.slice(0, at).find((other) => other.name === name && shareTenant(other.tenants, tenants));
    if (twin !== undefined)
      yield { path: ['queues', at, 'name'], message: `"${name}" leads to "${twin.strategy}" already` };
  }
}

/** Steps behind one that ends the strategy. */
function* unreachable(steps: readonly Step[], path: readonly (string | number)[]): Iterable<WorkflowProblem> {
  const end = steps.findIndex(isEnd);
  if (end >= 0 && end < steps.length - 1)
    yield { path: [...path, end + 1], message: 'the step before it ends the strategy, so it is never taken' };
  for (const [at, step] of steps.entries()) {
    if ('when' in step) yield* unreachable(step.then, [...path, at, 'then']);
    if ('call' in step && step.onFailure !== undefined) yield* unreachable(step.onFailure, [...path, at, 'on-failure']);
  }
}

const shareTenant = (some: readonly string[] | undefined, others: readonly string[] | undefined): boolean =>
  some === undefined || others === undefined || some.some((tenant) => others.includes(tenant));

const isEnd = (step: Step | undefined): boolean =>
  step !== undefined && ('queue' in step || 'agent' in step || 'done' in step);
