import type { AgentStep, CallStep, Step } from '../workflow/workflow.js';
import type { Outcome } from './outcome.js';

type Values = Readonly<Record<string, string>>;

/** What a strategy sees of an interaction. */
export interface RoutedInteraction {
  readonly interactionId: string;
  readonly media: string;
  readonly tenant: string;
  readonly subject: string;
  readonly attributes: Values;
}

export interface StrategyActions {
  /** The `number`th call of this run, from 1; rejects where nobody did it. */
  call(call: CallStep['call'] & { readonly number: number }): Promise<Values>;
  /** Resolves with the one of the agents who was reserved, however long that takes. */
  reserve(agent: AgentStep['agent']): Promise<string>;
}

/** Takes a strategy's steps for one interaction. */
export async function runStrategy(
  steps: readonly Step[],
  interaction: RoutedInteraction,
  actions: StrategyActions,
): Promise<Outcome> {
  const run = { interaction, actions, found: {} as Record<string, string>, calls: 0 };
  return (
    (await take(steps, run)) ?? setAside(run, 'the strategy came to its end without saying where the interaction goes')
  );
}

interface Run {
  readonly interaction: RoutedInteraction;
  readonly actions: StrategyActions;
  readonly found: Record<string, string>;
  calls: number;
}

const setAside = ({ found }: Run, reason: string): Outcome => ({ to: 'set-aside', reason, attributes: found });

async function take(steps: readonly Step[], run: Run): Promise<Outcome | undefined> {
  for (const step of steps) {
    const outcome = await takeOne(step, run);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

async function takeOne(step: Step, run: Run): Promise<Outcome | undefined> {
  const attributes = run.found;
  if ('queue' in step) return { to: 'queue', queue: step.queue, attributes };
  if ('done' in step) return { to: 'end', attributes };
  if ('agent' in step) return { to: 'agent', agent: await run.actions.reserve(step.agent), attributes };
  if ('when' in step) {
    const values = valuesOf(run);
    const applies = Object.entries(step.when).every(([name, value]) => values.get(name) === value);
    return applies ? take(step.then, run) : undefined;
  }
  return callOf(step, run);
}

async function callOf({ call, onFailure }: CallStep, run: Run): Promise<Outcome | undefined> {
  const values = valuesOf(run);
  const parameters = Object.fromEntries(
    Object.entries(call.parameters).map(([name, template]) => [name, filled(template, values)]),
  );
  run.calls += 1;
  try {
    Object.assign(run.found, await run.actions.call({ ...call, parameters, number: run.calls }));
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    run.found.failure = reason.slice(0, 4_096);
    return onFailure === undefined ? setAside(run, reason.slice(0, 4_096)) : take(onFailure, run);
  }
}

function valuesOf({ interaction, found }: Run): ReadonlyMap<string, string> {
  const { interactionId, media, tenant, subject, attributes } = interaction;
  return new Map(Object.entries({ ...attributes, ...found, interactionId, media, tenant, subject }));
}

const filled = (template: string, values: ReadonlyMap<string, string>): string =>
  template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => values.get(name) ?? '').slice(0, 4_096);
