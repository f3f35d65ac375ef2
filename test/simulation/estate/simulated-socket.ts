import type { LinkCondition, SimulatedNetwork } from './simulated-network.js';

export interface SocketHandlers {
  /** Promises wait for what arrives here. */
  readonly wakes?: boolean;
  onMessage(message: unknown): void;
  /** Called once; without a reason where the other side ended it in good order. */
  onClosed(reason: string | undefined): void;
}

type Waiting = { readonly message: unknown } | { readonly end: string | undefined };

/** One end of a connection. What is said arrives in order, each after the latency of the link, and waits where the link is cut. */
export class SimulatedSocket {
  readonly host: string;
  readonly peer: string;
  readonly #network: SimulatedNetwork;
  readonly #link: LinkCondition;
  #other: SimulatedSocket = this;
  #handlers: SocketHandlers | undefined;
  /** What has been said to this end and has not arrived. */
  readonly #arriving: Waiting[] = [];
  #due = 0;
  #lastArrival = 0;
  #isOver = false;
  #isSilenced = false;

  private constructor(network: SimulatedNetwork, host: string, peer: string) {
    this.#network = network;
    this.#link = network.link(host, peer);
    this.host = host;
    this.peer = peer;
  }

  static pair(network: SimulatedNetwork, from: string, to: string): readonly [SimulatedSocket, SimulatedSocket] {
    const near = new SimulatedSocket(network, from, to);
    const far = new SimulatedSocket(network, to, from);
    near.#other = far;
    far.#other = near;
    return [near, far];
  }

  /** At this end. */
  get isOver(): boolean {
    return this.#isOver;
  }

  listen(handlers: SocketHandlers): void {
    this.#handlers = handlers;
    this.pump();
  }

  send(message: unknown): void {
    if (!this.#isOver) this.#other.#expect({ message });
  }

  /** In good order: what was said before still arrives. */
  end(): void {
    this.#finish(undefined);
  }

  reset(reason = 'ECONNRESET'): void {
    this.#finish(reason);
  }

  /** A connection that broke without a word: from now on nothing arrives at either end, and neither is told. */
  silence(): void {
    this.#isSilenced = true;
    this.#other.#isSilenced = true;
  }

  /** Lets arrive what is due. */
  pump(): void {
    while (this.#due > 0 && this.#handlers !== undefined && !this.#link.isCut) {
      this.#due -= 1;
      const next = this.#arriving.shift();
      if (next === undefined || this.#isOver) continue;
      if (this.#handlers.wakes === true) this.#network.stir();
      if ('message' in next) this.#handlers.onMessage(next.message);
      else this.#close(next.end);
    }
  }

  #finish(reason: string | undefined): void {
    if (this.#isOver) return;
    this.#other.#expect({ end: reason });
    this.#close(reason);
  }

  #close(reason: string | undefined): void {
    this.#isOver = true;
    this.#network.forget(this);
    this.#handlers?.onClosed(reason);
  }

  #expect(waiting: Waiting): void {
    if (this.#isOver || this.#isSilenced) return;
    const { clock } = this.#network;
    const at = Math.max(this.#lastArrival, clock.now() + this.#network.delayOn(this.#link));
    this.#lastArrival = at;
    this.#arriving.push(waiting);
    clock.after(at - clock.now(), () => {
      this.#due += 1;
      this.pump();
    });
  }
}
