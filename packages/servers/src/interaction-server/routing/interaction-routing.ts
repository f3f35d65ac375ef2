import type { Clock, Random } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { decode } from '../../application-server/decode.js';
import { RequestError } from '../../application-server/request-error.js';
import type { AskDatabase } from '../../database/asking-database.js';
import type { JsonRpcPeer, Methods } from '../../json-rpc/json-rpc-peer.js';
import type { Outcome } from '../../universal-routing-server/outcome.js';
import { strategyAt } from '../../workflow/workflow.js';
import type { Workflow } from '../../workflow/workflow.js';
import type { ExternalServices } from '../external-services/external-services.js';
import type { Interaction } from '../interaction.js';
import type { InteractionStore } from '../interaction-store.js';
import { AgentReservations } from './agent-reservations.js';
import type { Assignment } from './arrival.js';
import { giveToRoutingServer } from './give-to-routing-server.js';
import { QueueScan } from './queue-scan.js';
import { MissingLog } from './missing-log.js';
import { queuesWithRoom } from './queues-with-room.js';
import { RoutingBoard } from './routing-board.js';
import { callSchema, finishedSchema, reserveSchema } from './routing-request.js';
import type { RoutingServerDirectory } from './routing-server-directory.js';
import { RoutingServers } from './routing-servers.js';
import { shownRouting } from './shown-routing.js';
import type { ShownRouting } from './shown-routing.js';

/** So many interactions wait at a strategy in memory; the others wait in the database. */
const mostWaiting = 1_000;
/** An interaction that was put somewhere so often goes in circles. */
const mostSteps = 100;
/** How long a routing server is left alone that has refused an interaction, ms. */
const restMs = 1_000;

export interface InteractionRoutingOptions {
  readonly store: Pick<InteractionStore, 'place' | 'toRoute' | 'openOf'>;
  readonly askDatabase: AskDatabase;
  readonly workflow: () => Workflow;
  readonly tenants: () => readonly string[];
  readonly directory: RoutingServerDirectory;
  readonly externalServices: Pick<ExternalServices, 'call'>;
  readonly mostPending?: number;
  /** Each is given once, by any Interaction Server. */
  readonly nextRequestId: () => string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Brings every interaction that arrives at a strategy to a routing server that has it, and does what that decides. */
export class InteractionRouting {
  readonly #options: InteractionRoutingOptions;
  readonly #board: RoutingBoard;
  readonly #reservations = new AgentReservations();
  readonly #servers: RoutingServers;
  readonly #missingLog: MissingLog;
  readonly #scan: QueueScan;
  #isRunning = false;

  constructor({ mostPending = 1_000, ...options }: InteractionRoutingOptions) {
    this.#options = options;
    const { nextRequestId, random, clock, log, directory, askDatabase, store, workflow, tenants } = options;
    this.#board = new RoutingBoard({ nextRequestId, random, mostPending });
    this.#missingLog = new MissingLog(log);
    this.#servers = new RoutingServers({
      ...{ board: this.#board, directory, log, missingLog: this.#missingLog },
      onReplaced: (former) => {
        this.lost(former);
        former.close(1000, 'The same routing server is connected anew.');
      },
    });
    this.#scan = new QueueScan({
      ...{ clock, log, onFound: (interaction) => this.arrived(interaction) },
      wanted: () => queuesWithRoom(workflow(), tenants(), this.#board),
      find: (queues) => askDatabase(() => store.toRoute(queues)),
    });
  }

  /** From now on interactions are routed, first of all those in the database. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#scan.start();
  }

  /** Nothing is routed any more; what is pending stays in its queue. */
  stop(): void {
    this.#isRunning = false;
    this.#scan.stop();
    this.#board.clear();
    this.#reservations.clear();
  }

  /** Queues, tenants or settings are others now: what waits is looked at anew, what is with routing servers stays there. */
  rearrange(): void {
    this.#servers.describeAgain();
    this.#board.withdrawWaiting();
    if (this.#isRunning) this.#scan.start();
  }

  /** What a routing server may ask for, on its connection. */
  methodsFor(client: { readonly peer: JsonRpcPeer }): Methods {
    return {
      'router.hello': (params) => {
        const missing = this.#servers.greet(client.peer, params);
        this.#assign();
        return { missing };
      },
      'router.finished': (params) => this.#finished(client.peer, params),
      'agent.reserve': (params) => this.#reserve(client.peer, params),
      'esp.request': (params) => this.#call(client.peer, params),
    };
  }

  /** A connection is over; if it was a routing server's, its interactions go to others (IXN-3). */
  lost(peer: JsonRpcPeer): void {
    const application = this.#servers.delete(peer);
    if (application === undefined) return;
    const pending = this.#board.disconnect(application);
    for (const { requestId } of pending) this.#reservations.release(requestId);
    this.#options.log.warn(
      { application, pending: pending.length },
      'a routing server is gone; what it had goes to others (IXN-3)',
    );
    this.#assign();
  }

  /** An interaction is in its queue. Says whether it was not known yet, and is to be routed. */
  arrived(interaction: Interaction): boolean {
    const { workflow, tenants } = this.#options;
    const { tenant, queue, state } = interaction;
    const strategy = strategyAt(workflow(), tenant, queue);
    if (!this.#isRunning || strategy === undefined || state !== 'new' || !tenants().includes(tenant)) return false;
    if (this.#board.held(tenant, strategy).waiting >= mostWaiting) return false;
    const isNew = this.#board.add({ interaction, strategy });
    if (isNew) this.#assign();
    return isNew;
  }

  /** What operators see; what routing servers lack that are not there is said in the log, too. */
  shown(): ShownRouting {
    const connected = new Set(this.#board.servers().map(({ application }) => application));
    const absent = this.#options.directory.absent(connected);
    for (const { application, missing, isAwaited } of absent)
      this.#missingLog.tell(application, isAwaited ? [] : missing);
    return shownRouting(this.#board, absent);
  }

  async #finished(peer: JsonRpcPeer, params: unknown): Promise<{ readonly isKnown: boolean }> {
    const { requestId, outcome } = decode(finishedSchema, params);
    const assignment = this.#servers.assignmentOf(peer, requestId);
    if (assignment === undefined) return { isKnown: false };
    const { tenant } = assignment.interaction;
    if (outcome.to === 'agent' && !this.#reservations.isReserved(agentOf(tenant, outcome.agent), requestId)) {
      const message = `Agent "${outcome.agent}" is not reserved for this interaction: ask agent.reserve first (IXN-2).`;
      throw new RequestError(409, 'NOT_RESERVED', message, 'outcome.agent');
    }
    await this.#place(assignment, outcome);
    return { isKnown: true };
  }

  /** Does what was decided; of what goes in circles nobody decides any more. */
  async #place(assignment: Assignment, outcome: Outcome): Promise<void> {
    const { askDatabase, store, workflow, log } = this.#options;
    const { interaction, requestId } = assignment;
    const goesOn = outcome.to === 'queue' && strategyAt(workflow(), interaction.tenant, outcome.queue) !== undefined;
    const decided: Outcome =
      goesOn && interaction.step >= mostSteps
        ? { to: 'set-aside', reason: `It went in circles: it was put somewhere ${mostSteps} times.`, attributes: {} }
        : outcome;
    this.#board.decide(assignment);
    const placed = await askDatabase(() => store.place(interaction, interaction.step, decided)).catch(
      (error: unknown) => {
        if (this.#board.reconsider(assignment)) this.#reservations.release(requestId);
        this.#assign();
        throw error;
      },
    );
    if (placed === undefined) log.info({ requestId }, 'a decision came too late: the interaction is elsewhere already');
    this.#scan.left(interaction);
    this.#reservations.release(requestId);
    this.#board.finish(assignment);
    if (placed !== undefined) this.arrived(placed);
    this.#assign();
  }

  async #reserve(peer: JsonRpcPeer, params: unknown): Promise<{ readonly isReserved: boolean }> {
    const request = decode(reserveSchema, params);
    const { tenant } = this.#given(peer, request.requestId).interaction;
    const { askDatabase, store } = this.#options;
    const open = (): Promise<number> => askDatabase(() => store.openOf(tenant, request.agent));
    const agent = agentOf(tenant, request.agent);
    return { isReserved: await this.#reservations.reserve({ ...request, agent }, open) };
  }

  async #call(peer: JsonRpcPeer, params: unknown): Promise<{ readonly result: Readonly<Record<string, string>> }> {
    const call = decode(callSchema, params);
    const { interaction } = this.#given(peer, call.requestId);
    return { result: await this.#options.externalServices.call(interaction, call) };
  }

  /** @throws RequestError 404, 403 */
  #given(peer: JsonRpcPeer, requestId: string): Assignment {
    const assignment = this.#servers.assignmentOf(peer, requestId);
    if (assignment !== undefined) return assignment;
    const message = 'This interaction is finished, or was given to another routing server meanwhile.';
    throw new RequestError(404, 'UNKNOWN_REQUEST', message, 'requestId');
  }

  #assign(): void {
    if (!this.#isRunning) return;
    for (const assignment of this.#board.next()) void this.#give(assignment);
  }

  async #give(assignment: Assignment): Promise<void> {
    const { clock, log } = this.#options;
    const { application, strategy, interaction } = assignment;
    const peer = this.#servers.peerOf(application);
    const answer = await giveToRoutingServer(assignment, peer);
    if (answer.is === 'taken') return;
    const { interactionId } = interaction;
    log.warn({ application, strategy, interactionId, reason: answer.reason }, 'a routing server does not take it');
    if (answer.is === 'silent') {
      // It may have it or not: only the end of the connection makes sure that what it says of it counts for nothing.
      if (peer !== undefined) this.lost(peer);
      peer?.close(1011, 'No answer to an interaction.');
      return;
    }
    if (answer.is === 'impossible' && (await this.#isSetAside(assignment, answer.reason))) return;
    if (!this.#board.refused(assignment)) return;
    this.#assign();
    clock.after(restMs, () => {
      this.#board.rested(application);
      this.#assign();
    });
  }

  async #isSetAside(assignment: Assignment, reason: string): Promise<boolean> {
    try {
      await this.#place(assignment, { to: 'set-aside', reason, attributes: {} });
      return true;
    } catch {
      return false;
    }
  }
}

/** Agents belong to a tenant; the same name in another one is another agent. */
const agentOf = (tenant: string, agent: string): string => JSON.stringify([tenant, agent]);
