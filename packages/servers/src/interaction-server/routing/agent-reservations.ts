/**
 * Which agents are about to get an interaction, so that no two routing servers send theirs to the same one (the reason for IXN-2's agent
 * reservation).
 */
export class AgentReservations {
  /** By agent, in the order of asking. */
  readonly #reserved = new Map<string, Set<string>>();

  /**
   * Reserves the agent where fewer than `atMost` interactions would be with the agent before this one.
   * @param open how many interactions the agent has; what was placed before it is asked for must be among them
   */
  async reserve(
    { agent, requestId, atMost }: { readonly agent: string; readonly requestId: string; readonly atMost: number },
    open: () => Promise<number>,
  ): Promise<boolean> {
    const requests = this.#reserved.get(agent) ?? new Set<string>();
    this.#reserved.set(agent, requests.add(requestId));
    // Those before this one are counted as of now: one that is placed while the database answers may not be in its answer.
    const before = [...requests].indexOf(requestId);
    try {
      if ((await open()) + before < atMost) return this.isReserved(agent, requestId);
    } catch (error) {
      this.release(requestId);
      throw error;
    }
    this.release(requestId);
    return false;
  }

  isReserved(agent: string, requestId: string): boolean {
    return this.#reserved.get(agent)?.has(requestId) === true;
  }

  /** The interaction is with the agent, or goes elsewhere. */
  release(requestId: string): void {
    for (const [agent, requests] of this.#reserved) {
      if (requests.delete(requestId) && requests.size === 0) this.#reserved.delete(agent);
    }
  }

  clear(): void {
    this.#reserved.clear();
  }
}
