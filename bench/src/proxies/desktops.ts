import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface DesktopsOptions {
  /** They are spread over these in turn. */
  readonly urls: readonly string[];
  readonly count: number;
  readonly serviceSecret: string;
  /** One source address has some 28,000 ports to one destination. */
  readonly localAddress?: string | undefined;
}

export interface Asked {
  /** ms */
  readonly latencies: readonly number[];
  /** Answered with an error. */
  readonly failed: number;
  /** Not answered at all, or the connection was lost. */
  readonly lost: number;
}

const connectAtATime = 20;
const tickMs = 10;
/** So long answers may be late in the end, ms. */
const lastMs = 5_000;
const params = { tenant: 'Environment', media: 'chat' };

/** Many desktops, each with a connection of its own. */
export class Desktops {
  readonly #options: DesktopsOptions;
  readonly #sockets: WebSocket[] = [];
  readonly #askedAt = new Map<number, number>();
  #latencies: number[] = [];
  #failed = 0;
  #closed = 0;
  #requests = 0;

  constructor(options: DesktopsOptions) {
    this.#options = options;
  }

  async connect(): Promise<{ readonly count: number; readonly problem?: string }> {
    const { urls, count } = this.#options;
    try {
      let next = 0;
      const connectInTurn = async (): Promise<void> => {
        while (next < count) await this.#connect(urls[next++ % urls.length] ?? '');
      };
      await Promise.all(Array.from({ length: connectAtATime }, connectInTurn));
      return { count: this.#sockets.length };
    } catch (error) {
      return { count: this.#sockets.length, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  async ask({ seconds, everySeconds }: { readonly seconds: number; readonly everySeconds: number }): Promise<Asked> {
    [this.#latencies, this.#failed] = [[], 0];
    const from = performance.now();
    const perMs = this.#sockets.length / (everySeconds * 1_000);
    let asked = 0;
    while (performance.now() - from < seconds * 1_000) {
      const due = Math.floor((performance.now() - from) * perMs);
      for (; asked < due; asked += 1) this.#ask(this.#sockets[asked % this.#sockets.length]);
      await pause(tickMs);
    }
    const until = performance.now() + lastMs;
    while (this.#askedAt.size > 0 && performance.now() < until) await pause(tickMs);
    const lost = this.#askedAt.size + this.#closed;
    return { latencies: this.#latencies, failed: this.#failed, lost };
  }

  async disconnect(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.close();
      // Not all at the same moment: whoever comes next wants a server that has not just been flooded.
      if (socket.readyState === socket.CLOSING && this.#closed % connectAtATime === 0) await pause(1);
    }
    while (this.#closed < this.#sockets.length) await pause(tickMs);
  }

  async #connect(url: string): Promise<void> {
    const { serviceSecret, localAddress } = this.#options;
    const socket = new WebSocket(url, {
      ...{ headers: { authorization: `Bearer ${serviceSecret}` }, perMessageDeflate: false },
      ...(localAddress !== undefined && { localAddress }),
    });
    await once(socket, 'open');
    socket.on('message', (data) => {
      this.#answered((data as Buffer).toString());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => (this.#closed += 1));
    this.#sockets.push(socket);
  }

  #ask(socket: WebSocket | undefined): void {
    const id = ++this.#requests;
    this.#askedAt.set(id, performance.now());
    socket?.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'interaction.list', params }));
  }

  #answered(text: string): void {
    const { id, error } = JSON.parse(text) as { readonly id: number; readonly error?: unknown };
    const askedAt = this.#askedAt.get(id);
    this.#askedAt.delete(id);
    if (error !== undefined || askedAt === undefined) this.#failed += 1;
    else this.#latencies.push(performance.now() - askedAt);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
