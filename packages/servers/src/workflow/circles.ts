import type { Step, Workflow } from './workflow.js';

/** A strategy whose interactions never come to an end, and the way they go. */
export interface Circle {
  readonly strategy: string;
  readonly circle: readonly string[];
}

/**
 * The strategies from which every way leads to a strategy again. One that has a way out, however seldom it is taken, is none of them: what
 * goes in circles there is set aside after a hundred times.
 */
export function withoutEnd({ queues, strategies }: Workflow): readonly Circle[] {
  // Of a queue that is routed for some tenants only nobody knows here whether the others' interactions come to it.
  const leadsTo = new Map(queues.filter(({ tenants }) => tenants === undefined).map((one) => [one.name, one.strategy]));
  const endless = new Set(Object.keys(strategies));
  const hasWayOut = (step: Step): boolean => {
    if ('agent' in step || 'done' in step) return true;
    if ('when' in step) return step.then.some(hasWayOut);
    if ('call' in step) return step.onFailure?.some(hasWayOut) ?? false;
    const next = leadsTo.get(step.queue);
    return next === undefined || !endless.has(next);
  };
  let before: number;
  do {
    before = endless.size;
    for (const name of endless) if (strategies[name]?.some(hasWayOut) !== false) endless.delete(name);
  } while (endless.size < before);
  return [...endless]
    .map((strategy) => ({ strategy, circle: wayOf(strategy, { leadsTo, strategies }) }))
    .filter(({ circle }) => circle.length > 0);
}

/** From queue to queue until one comes again; nothing where the strategy has no step that leads to a queue. */
function wayOf(
  start: string,
  { leadsTo, strategies }: { leadsTo: ReadonlyMap<string, string>; strategies: Workflow['strategies'] },
): readonly string[] {
  const way: string[] = [];
  let strategy: string | undefined = start;
  while (strategy !== undefined && !way.includes(strategy)) {
    way.push(strategy);
    const queue: string | undefined = firstQueue(strategies[strategy] ?? []);
    if (queue === undefined) return [];
    strategy = leadsTo.get(queue);
  }
  return strategy === undefined ? [] : [...way, strategy];
}

function firstQueue(steps: readonly Step[]): string | undefined {
  for (const step of steps) {
    if ('queue' in step) return step.queue;
    const inner = 'when' in step ? step.then : 'call' in step ? (step.onFailure ?? []) : [];
    const queue = firstQueue(inner);
    if (queue !== undefined) return queue;
  }
  return undefined;
}
