import type { Interaction, InteractionKey } from '../../packages/servers/src/interaction-server/interaction.js';
import type { WantedQueue } from '../../packages/servers/src/interaction-server/interaction-store.js';
import type { Outcome } from '../../packages/servers/src/universal-routing-server/outcome.js';

/** The interactions of a test in memory, by the same rules as in the database. */
export class StoredInteractions {
  readonly #interactions = new Map<string, Interaction>();
  /** How often an interaction was placed. */
  readonly placements = new Map<string, number>();

  add(interactionId: string, difference: Partial<Interaction> = {}): Interaction {
    const interaction: Interaction = {
      ...{ interactionId, media: 'chat', tenant: 'Environment', service: 's', subject: '', attributes: {} },
      ...{ queue: 'qa', state: 'new', submittedUtc: 0, step: 0, ...difference },
    };
    this.#interactions.set(interactionId, interaction);
    return interaction;
  }

  get(interactionId: string): Interaction {
    const found = this.#interactions.get(interactionId);
    if (found === undefined) throw new Error(`There is no interaction ${interactionId}.`);
    return found;
  }

  place({ interactionId }: InteractionKey, step: number, outcome: Outcome): Promise<Interaction | undefined> {
    const before = this.get(interactionId);
    if (before.step !== step || before.state !== 'new') return Promise.resolve(undefined);
    this.placements.set(interactionId, (this.placements.get(interactionId) ?? 0) + 1);
    const reason: Record<string, string> = outcome.to === 'set-aside' ? { reason: outcome.reason } : {};
    const attributes = { ...before.attributes, ...outcome.attributes, ...reason };
    return Promise.resolve(this.add(interactionId, { ...before, ...placeOf(outcome), attributes, step: step + 1 }));
  }

  toRoute(queues: readonly WantedQueue[]): Promise<readonly Interaction[]> {
    const found = queues.flatMap(({ tenant, queue, most }) =>
      [...this.#interactions.values()]
        .filter((one) => one.tenant === tenant && one.queue === queue && one.state === 'new')
        .slice(0, most),
    );
    return Promise.resolve(found);
  }

  openOf(tenant: string, agent: string): Promise<number> {
    const open = [...this.#interactions.values()].filter(
      (one) => one.tenant === tenant && one.agent === agent && one.state !== 'done',
    );
    return Promise.resolve(open.length);
  }
}

function placeOf(outcome: Outcome): Partial<Interaction> {
  if (outcome.to === 'queue') return { queue: outcome.queue };
  if (outcome.to === 'agent') return { agent: outcome.agent, state: 'in-progress' };
  return outcome.to === 'end' ? { state: 'done' } : { queue: 'set-aside' };
}
