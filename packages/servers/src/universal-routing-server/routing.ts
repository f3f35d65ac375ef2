import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import type { Workflow } from '../workflow/workflow.js';
import type { InteractionServerRequests, Run } from './interaction-server-requests.js';
import type { Outcome } from './outcome.js';
import { runStrategy } from './run-strategy.js';

const requestSchema = z.object({
  requestId: z.string().min(1).max(64),
  strategy: z.string(),
  interaction: z.object({
    ...{ interactionId: z.string(), media: z.string(), tenant: z.string(), subject: z.string() },
    attributes: z.record(z.string(), z.string()),
  }),
});
type RouteRequest = z.infer<typeof requestSchema>;

export interface RoutingOptions {
  readonly requests: Pick<InteractionServerRequests, 'call' | 'reserve' | 'finish'>;
  readonly workflow: () => Workflow;
  /** Those that were activated on this server. */
  readonly strategies: () => readonly LoadedStrategy[];
  readonly isAccepting: () => boolean;
  readonly log: Pick<Logger, 'error'>;
}

/** The interactions that Interaction Server has given to this routing server. */
export class Routing {
  readonly #options: RoutingOptions;
  readonly #pending = new Map<string, Run>();

  constructor(options: RoutingOptions) {
    this.#options = options;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Those that are activated on this server and that its workflow file has; only these are loaded. */
  loaded(): readonly LoadedStrategy[] {
    return this.#options.strategies().filter((strategy) => this.#isInFile(strategy));
  }

  /** Those that are activated on this server, and missing in its workflow file. */
  notInFile(): readonly LoadedStrategy[] {
    return this.#options.strategies().filter((strategy) => !this.#isInFile(strategy));
  }

  /**
   * Takes an interaction; what becomes of it is told by `router.finished`.
   * @throws RequestError 404 where the strategy is not loaded
   */
  route(params: unknown): { readonly accepted: true } {
    const request = decode(requestSchema, params);
    const { strategy, interaction, requestId } = request;
    if (!this.#options.isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This routing server takes nothing new at the moment.');
    const isLoaded = this.loaded().some(({ name, tenant }) => name === strategy && tenant === interaction.tenant);
    if (!isLoaded) {
      const message = `Strategy "${strategy}" of tenant "${interaction.tenant}" is not loaded here: activate it on this server.`;
      throw new RequestError(404, 'STRATEGY_NOT_LOADED', message, 'strategy');
    }
    if (!this.#pending.has(requestId)) void this.#run(request);
    return { accepted: true };
  }

  /** Interaction Server is lost: it gives what is pending to others, or to us again. */
  forget(): void {
    for (const { controller } of this.#pending.values()) controller.abort();
    this.#pending.clear();
  }

  async #run(request: RouteRequest): Promise<void> {
    const { requestId } = request;
    const run: Run = { requestId, tenant: request.interaction.tenant, controller: new AbortController() };
    this.#pending.set(requestId, run);
    const outcome = await this.#outcomeOf(request, run);
    if (outcome !== undefined) await this.#options.requests.finish(run, outcome);
    if (this.#pending.get(requestId) === run) this.#pending.delete(requestId);
  }

  /** Nothing, where the interaction is not ours any more. */
  async #outcomeOf({ strategy, interaction }: RouteRequest, run: Run): Promise<Outcome | undefined> {
    const { requests, workflow, log } = this.#options;
    try {
      return await runStrategy(workflow().strategies[strategy] ?? [], interaction, {
        call: (call) => requests.call(run, call),
        reserve: (agents) => requests.reserve(run, agents),
      });
    } catch (error) {
      if (run.controller.signal.aborted) return undefined;
      log.error(error, 'a strategy failed');
      const reason = error instanceof Error ? error.message : String(error);
      return { to: 'set-aside', reason: `Strategy "${strategy}" failed: ${reason.slice(0, 1_000)}`, attributes: {} };
    }
  }

  #isInFile({ name }: LoadedStrategy): boolean {
    return Object.hasOwn(this.#options.workflow().strategies, name);
  }
}
