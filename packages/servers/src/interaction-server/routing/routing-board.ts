import { Rotation } from '@eservices-lb/sdk';
import type { Random } from '@eservices-lb/sdk';
import type { LoadedStrategy } from '@eservices-lb/mock-scs/lca';
import { keyText } from '../interaction.js';
import type { Arrival, Assignment } from './arrival.js';
import { hasStrategy, participants } from './routing-server.js';
import type { RoutingServer } from './routing-server.js';
import { RoutingCounts } from './routing-counts.js';
import { RoutingServerLoad } from './routing-server-load.js';
import { StrategyLine } from './strategy-line.js';
import { whyUnrouted } from './why-unrouted.js';

/** What waits for a strategy, and why nobody takes it. */
export interface Unrouted {
  readonly tenant: string;
  readonly strategy: string;
  readonly waiting: number;
  readonly reason: string;
}

/** A routing server that is connected, and what it does. */
export interface RoutingServerAtWork extends RoutingServer {
  readonly isParticipant: boolean;
  readonly pending: number;
}

export interface RoutingBoardOptions {
  /** Each number is given once, to one assignment. */
  readonly nextRequestId: () => string;
  readonly random: Random;
  /** So many interactions at a strategy a routing server may have at a time: those who wait there hold up no others. */
  readonly mostPending: number;
}

/** Which interaction is with which routing server, and which wait: no I/O, all of it momentary. */
export class RoutingBoard {
  readonly #options: RoutingBoardOptions;
  readonly #rotation: Rotation;
  /** In the order in which they came. */
  readonly #servers = new Map<string, RoutingServerLoad>();
  readonly #lines = new Map<string, StrategyLine>();
  /** The interactions on the board, so that none is there twice. */
  readonly #known = new Set<string>();
  /** By number: what is decided of these is being written down. */
  readonly #decided = new Set<string>();
  readonly #counts = new RoutingCounts();
  #candidates = new Map<StrategyLine, readonly RoutingServer[]>();

  constructor(options: RoutingBoardOptions) {
    this.#options = options;
    this.#rotation = new Rotation(options.random);
  }

  /** How many interactions are on the board. */
  get size(): number {
    return this.#known.size;
  }

  /** How many wait for a strategy, and how many are with routing servers. */
  held(tenant: string, strategy: string): { readonly waiting: number; readonly pending: number } {
    const { waiting, pending } = this.#lineOf(tenant, strategy);
    return { waiting, pending };
  }

  /** Puts an interaction that has arrived at a strategy behind those that have. Says whether it was not there yet. */
  add(arrival: Arrival): boolean {
    const name = keyText(arrival.interaction);
    if (this.#known.has(name)) return false;
    this.#known.add(name);
    this.#lineOfArrival(arrival).add(arrival);
    return true;
  }

  /** A routing server is connected, or says anew which strategies it has. */
  connect(server: RoutingServer): void {
    const load = this.#servers.get(server.application) ?? new RoutingServerLoad(server);
    load.server = server;
    load.isResting = false;
    this.#servers.set(server.application, load);
    this.#candidates = new Map();
  }

  /** A routing server is gone: what it had, which is returned, comes first among those that wait (IXN-3). */
  disconnect(application: string): readonly Assignment[] {
    const lost = this.#servers.get(application);
    if (lost === undefined) return [];
    this.#servers.delete(application);
    this.#candidates = new Map();
    const pending = lost.all.filter(({ requestId }) => !this.#decided.has(requestId));
    for (const line of this.#lines.values())
      line.takeBack(pending.filter((one) => this.#lineOfArrival(one) === line).map(arrivalOf));
    this.#counts.resubmit(application, pending.length);
    return pending;
  }

  resubmitted(application: string): number {
    return this.#counts.resubmitted(application);
  }

  submitted(application: string, strategy: LoadedStrategy): number {
    return this.#counts.submitted(application, strategy);
  }

  /** The next assignments, in the order of arrival at each strategy; each counts as pending from now on. */
  next(): readonly Assignment[] {
    return [...this.#lines.values()].flatMap((line) => line.give((arrival) => this.#assign(arrival, line)));
  }

  /** What was given under this number and is not finished. */
  assignment(requestId: string): Assignment | undefined {
    for (const load of this.#servers.values()) {
      const found = load.get(requestId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What becomes of it is being written down: until that is done or given up it goes to nobody else, also where its routing server is lost. */
  decide({ requestId }: Assignment): void {
    this.#decided.add(requestId);
  }

  /** It could not be written down: the routing server says it again. Says whether that is lost, and it waits for another one (IXN-3). */
  reconsider(assignment: Assignment): boolean {
    const { requestId } = assignment;
    if (!this.#decided.delete(requestId) || this.assignment(requestId) !== undefined) return false;
    this.#lineOfArrival(assignment).takeBack([arrivalOf(assignment)]);
    return true;
  }

  /** The interaction is not with the routing server any more, nor on the board. */
  finish(assignment: Assignment): void {
    const line = this.#lineOfArrival(assignment);
    const wasDecided = this.#decided.delete(assignment.requestId);
    const wasThere = this.#servers.get(assignment.application)?.delete(assignment, line) === true;
    if (!wasThere && !wasDecided) return;
    line.finish();
    this.#known.delete(keyText(assignment.interaction));
  }

  /** The routing server did not take it; it is given nothing until it has rested. Says whether it was to have it still. */
  refused(assignment: Assignment): boolean {
    const load = this.#servers.get(assignment.application);
    if (load === undefined) return false;
    const line = this.#lineOfArrival(assignment);
    const isPending = load.delete(assignment, line);
    if (isPending) {
      load.isResting = true;
      line.takeBack([arrivalOf(assignment)]);
    }
    return isPending;
  }

  rested(application: string): void {
    const server = this.#servers.get(application);
    if (server !== undefined) server.isResting = false;
  }

  /** Forgets everything that waits; what is with routing servers stays with them. */
  withdrawWaiting(): void {
    for (const line of this.#lines.values()) {
      for (const { interaction } of line.withdraw()) this.#known.delete(keyText(interaction));
    }
  }

  /** Nothing waits, nothing is pending. */
  clear(): void {
    this.#lines.clear();
    this.#known.clear();
    this.#decided.clear();
    this.#candidates = new Map();
    for (const load of this.#servers.values()) load.clear();
  }

  /** What waits, the longest lines first, with the reason. */
  unrouted(): readonly Unrouted[] {
    const servers = this.servers();
    return [...this.#lines.values()]
      .filter(({ waiting }) => waiting > 0)
      .sort((one, other) => other.waiting - one.waiting)
      .map((line) => ({
        ...{ tenant: line.tenant, strategy: line.strategy, waiting: line.waiting },
        reason: whyUnrouted(
          { tenant: line.tenant, name: line.strategy },
          servers.map((server) => ({ ...server, isBusy: this.#isBusy(server.application, line) })),
        ),
      }));
  }

  servers(): readonly RoutingServerAtWork[] {
    const taking = this.#participants();
    return [...this.#servers.values()].map(({ server, size }) => ({
      ...{ ...server, isParticipant: taking.includes(server), pending: size },
    }));
  }

  #isBusy(application: string, line: StrategyLine): boolean {
    return (this.#servers.get(application)?.sizeAt(line) ?? 0) >= this.#options.mostPending;
  }

  #participants(): readonly RoutingServer[] {
    return participants([...this.#servers.values()].map(({ server }) => server));
  }

  #lineOf(tenant: string, strategy: string): StrategyLine {
    const name = JSON.stringify([tenant, strategy]);
    const line = this.#lines.get(name) ?? new StrategyLine(tenant, strategy);
    this.#lines.set(name, line);
    return line;
  }

  #lineOfArrival({ interaction, strategy }: Arrival): StrategyLine {
    return this.#lineOf(interaction.tenant, strategy);
  }

  #assign(arrival: Arrival, line: StrategyLine): Assignment | undefined {
    const found = this.#pick(line);
    if (found === undefined) return undefined;
    const { application } = found.server;
    const assignment = { ...arrival, requestId: this.#options.nextRequestId(), application };
    found.add(assignment, line);
    this.#counts.submit(application, { tenant: line.tenant, name: line.strategy });
    return assignment;
  }

  /** Round robin among the servers that have the strategy loaded (IXN-1), without those that have enough. */
  #pick(line: StrategyLine): RoutingServerLoad | undefined {
    const candidates = this.#candidatesOf(line);
    let toTry = candidates.length;
    while (toTry-- > 0) {
      const { application = '' } = candidates[this.#rotation.next(candidates, line)] ?? {};
      const server = this.#servers.get(application);
      if (server !== undefined && !server.isResting && !this.#isBusy(application, line)) return server;
    }
    return undefined;
  }

  #candidatesOf(line: StrategyLine): readonly RoutingServer[] {
    const kept = this.#candidates.get(line);
    if (kept !== undefined) return kept;
    const strategy = { tenant: line.tenant, name: line.strategy };
    const candidates = this.#participants()
      .filter((server) => server.isTaking && hasStrategy(server, strategy))
      .sort((one, other) => one.dbid - other.dbid);
    this.#candidates.set(line, candidates);
    return candidates;
  }
}

const arrivalOf = ({ interaction, strategy }: Assignment): Arrival => ({ interaction, strategy });
