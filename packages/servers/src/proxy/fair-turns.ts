export interface FairTurnsOptions<Client> {
  /** So many may be in progress, of all clients together. */
  readonly most: number;
  /** So many of one client. */
  readonly mostOfOne: number;
  /** Whether anything of this client may begin at the moment. */
  readonly mayGo: (client: Client) => boolean;
}

/** A request whose turn it is. */
export interface Turn<Client, Request> {
  readonly client: Client;
  readonly request: Request;
}

interface Line<Request> {
  readonly waiting: Request[];
  inProgress: number;
}

/**
 * Whose request is next: clients take turns, one request each, however many a client has waiting. Clients with nothing to do cost nothing.
 * What one client sends begins in the order in which it was sent.
 */
export class FairTurns<Client, Request> {
  readonly #options: FairTurnsOptions<Client>;
  readonly #lines = new Map<Client, Line<Request>>();
  /** The clients of which something may begin, the next one first. */
  readonly #ring = new Set<Client>();
  #inProgress = 0;
  #waiting = 0;

  constructor(options: FairTurnsOptions<Client>) {
    this.#options = options;
  }

  get inProgress(): number {
    return this.#inProgress;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** How many requests of a client wait or are in progress. */
  heldOf(client: Client): number {
    const line = this.#lines.get(client);
    return line === undefined ? 0 : line.waiting.length + line.inProgress;
  }

  /** A request waits for its turn; `isFirst` puts it before what the client has waiting already. */
  add(client: Client, request: Request, { isFirst = false } = {}): void {
    const line = this.#lines.get(client) ?? { waiting: [], inProgress: 0 };
    this.#lines.set(client, line);
    if (isFirst) line.waiting.unshift(request);
    else line.waiting.push(request);
    this.#waiting += 1;
    this.#changed(client, line);
  }

  /** The next request, which is in progress from now on; nothing, where none may begin. */
  next(): Turn<Client, Request> | undefined {
    if (this.#inProgress >= this.#options.most) return undefined;
    for (const client of this.#ring) {
      this.#ring.delete(client);
      const line = this.#lines.get(client);
      if (line === undefined || !this.#mayBegin(client, line)) continue;
      const [request] = line.waiting.splice(0, 1) as [Request];
      line.inProgress += 1;
      this.#waiting -= 1;
      this.#inProgress += 1;
      this.#changed(client, line);
      return { client, request };
    }
    return undefined;
  }

  /** A request is not in progress any more. */
  finished(client: Client): void {
    this.#inProgress -= 1;
    const line = this.#lines.get(client);
    if (line === undefined) return; // it has left meanwhile
    line.inProgress -= 1;
    this.#changed(client, line);
  }

  /** The client may have turns again. */
  again(client: Client): void {
    const line = this.#lines.get(client);
    if (line !== undefined) this.#changed(client, line);
  }

  /** The client is gone for good: nothing that it has waiting begins any more. */
  leave(client: Client): readonly Request[] {
    const waiting = this.#lines.get(client)?.waiting ?? [];
    this.#waiting -= waiting.length;
    this.#lines.delete(client);
    this.#ring.delete(client);
    return waiting;
  }

  /** Takes away what every client has waiting first, as far as `isOverdue` says so. */
  takeOverdue(isOverdue: (request: Request) => boolean): readonly Turn<Client, Request>[] {
    const taken: Turn<Client, Request>[] = [];
    for (const [client, line] of this.#lines) {
      const found = line.waiting.findIndex((request) => !isOverdue(request));
      const overdue = line.waiting.splice(0, found === -1 ? line.waiting.length : found);
      this.#waiting -= overdue.length;
      for (const request of overdue) taken.push({ client, request });
      this.#changed(client, line);
    }
    return taken;
  }

  #changed(client: Client, line: Line<Request>): void {
    if (line.waiting.length + line.inProgress === 0) this.#lines.delete(client);
    if (this.#mayBegin(client, line)) this.#ring.add(client);
    else this.#ring.delete(client);
  }

  #mayBegin(client: Client, { waiting, inProgress }: Line<Request>): boolean {
    const { mostOfOne, mayGo } = this.#options;
    return waiting.length > 0 && inProgress < mostOfOne && mayGo(client);
  }
}
