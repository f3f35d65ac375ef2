/** Asks an application server for something, through Interaction Server (IXN-4). What it answers become attributes of the interaction. */
export interface CallStep {
  readonly call: {
    /** The Application Cluster of the service (IXN-6), or the type of its servers where these are connected directly. */
    readonly service: string;
    readonly operation: string;
    /** In their values `{name}` stands for an attribute of the interaction, or for its subject, tenant, media or interactionId. */
    readonly parameters: Readonly<Record<string, string>>;
    /** It does no harm when it is done twice, so another server may be asked after one did not answer. */
    readonly repeatable: boolean;
    readonly timeoutMs: number;
  };
  /** What to do where nobody answers; without it the interaction is set aside with the reason. */
  readonly onFailure?: readonly Step[] | undefined;
}

/** Its steps are taken where every attribute has this value. */
export interface WhenStep {
  readonly when: Readonly<Record<string, string>>;
  readonly then: readonly Step[];
}

/** Ends the strategy: the interaction goes to a queue of its tenant. */
export interface QueueStep {
  readonly queue: string;
}

/** Ends the strategy: the interaction goes to one of these agents, as soon as one of them has fewer than `atMost` others. */
export interface AgentStep {
  readonly agent: { readonly of: readonly string[]; readonly atMost: number };
}

/** Ends the strategy: nothing is left to do about the interaction. */
export interface DoneStep {
  readonly done: true;
}

export type Step = CallStep | WhenStep | QueueStep | AgentStep | DoneStep;

/** A queue whose interactions go to a strategy; of every tenant, where it names none. */
export interface RoutedQueue {
  readonly name: string;
  readonly tenants?: readonly string[] | undefined;
  readonly strategy: string;
}

/** What becomes of interactions: queue → strategy → queue, agent or end. */
export interface Workflow {
  readonly queues: readonly RoutedQueue[];
  readonly strategies: Readonly<Record<string, readonly Step[]>>;
}

export const emptyWorkflow: Workflow = { queues: [], strategies: {} };

/** The strategy at which the interactions of a tenant arrive in this queue; none, where they wait there for an agent. */
export function strategyAt({ queues }: Workflow, tenant: string, queue: string): string | undefined {
  return queues.find(({ name, tenants }) => name === queue && (tenants?.includes(tenant) ?? true))?.strategy;
}
