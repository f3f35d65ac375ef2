import type { Assignment } from './arrival.js';
import type { RoutingServer } from './routing-server.js';
import type { StrategyLine } from './strategy-line.js';

/** A connected routing server, and the interactions that it has. */
export class RoutingServerLoad {
  server: RoutingServer;
  /** It has just refused an interaction. */
  isResting = false;
  readonly #pending = new Map<string, Assignment>();
  readonly #pendingAt = new Map<StrategyLine, number>();

  constructor(server: RoutingServer) {
    this.server = server;
  }

  /** How many interactions it has. */
  get size(): number {
    return this.#pending.size;
  }

  get all(): readonly Assignment[] {
    return [...this.#pending.values()];
  }

  /** How many interactions at a strategy it has. */
  sizeAt(line: StrategyLine): number {
    return this.#pendingAt.get(line) ?? 0;
  }

  get(requestId: string): Assignment | undefined {
    return this.#pending.get(requestId);
  }

  add(assignment: Assignment, line: StrategyLine): void {
    this.#pending.set(assignment.requestId, assignment);
    this.#pendingAt.set(line, this.sizeAt(line) + 1);
  }

  /** Says whether it had it. */
  delete({ requestId }: Assignment, line: StrategyLine): boolean {
    if (!this.#pending.delete(requestId)) return false;
    this.#pendingAt.set(line, this.sizeAt(line) - 1);
    return true;
  }

  clear(): void {
    this.#pending.clear();
    this.#pendingAt.clear();
  }
}
