import type { Clock, Random } from '@eservices-lb/sdk';
import { SimulatedSocket } from './simulated-socket.js';

/** How it is between two hosts, either way. */
export interface LinkCondition {
  latencyMs: number;
  /** On top, between 0 and this. */
  jitterMs: number;
  /** Of attempts to connect that are lost and made again by the system after a second. */
  lossProbability: number;
  /** Nothing arrives until it is over; TCP keeps it. */
  isCut: boolean;
}

export type Accept = (socket: SimulatedSocket, request: unknown) => void;

const retransmissionMs = 1_000;

/** Who listens where, and what is between them. The only thing that the simulation has in place of the real one. */
export class SimulatedNetwork {
  readonly clock: Clock;
  readonly random: Random;
  /** Called when something has arrived that somebody's promise waits for. */
  readonly stir: () => void;
  readonly #links = new Map<string, LinkCondition>();
  readonly #services = new Map<string, Accept>();
  readonly #sockets = new Set<SimulatedSocket>();

  constructor(clock: Clock, { random, stir }: { readonly random: Random; readonly stir: () => void }) {
    this.clock = clock;
    this.random = random;
    this.stir = stir;
  }

  /** Of the link between two hosts, to read and to change. */
  link(one: string, other: string): LinkCondition {
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    const known = this.#links.get(key);
    if (known !== undefined) return known;
    const made = { latencyMs: 0.2 + this.random() * 3, jitterMs: this.random(), lossProbability: 0, isCut: false };
    this.#links.set(key, made);
    return made;
  }

  cut(one: string, other: string): void {
    this.link(one, other).isCut = true;
  }

  /** What waited arrives now. */
  heal(one: string, other: string): void {
    this.link(one, other).isCut = false;
    for (const socket of [...this.#sockets]) socket.pump();
  }

  /** Everything is as at the beginning. */
  healAll(): void {
    for (const link of this.#links.values()) Object.assign(link, { isCut: false, lossProbability: 0 });
    for (const socket of [...this.#sockets]) socket.pump();
  }

  /** Returns its own undoing. */
  listen(host: string, service: string, accept: Accept): () => void {
    this.#services.set(`${host} ${service}`, accept);
    return () => {
      this.#services.delete(`${host} ${service}`);
    };
  }

  isListening(host: string, service: string): boolean {
    return this.#services.has(`${host} ${service}`);
  }

  /**
   * Connects, or fails with `onRefused` where nobody listens. What is cut makes it wait. Returns the near end, on which one may speak at once, and which
   * carries what is said once it is accepted.
   */
  connect(from: string, to: string, service: string, request: unknown): SimulatedSocket {
    const [near, far] = SimulatedSocket.pair(this, from, to);
    this.#sockets.add(near).add(far);
    const link = this.link(from, to);
    const arrive = (): void => {
      if (near.isOver) {
        this.forget(far);
        return;
      }
      if (link.isCut || this.random() < link.lossProbability) {
        this.clock.after(retransmissionMs, arrive);
        return;
      }
      const accept = this.#services.get(`${to} ${service}`);
      if (accept === undefined) far.reset('ECONNREFUSED');
      else accept(far, request);
    };
    this.clock.after(this.delayOn(link), arrive);
    return near;
  }

  /** As when the power fails: everybody who was connected sees it, where anything can be seen at all. */
  takeDown(host: string): void {
    for (const key of [...this.#services.keys()]) if (key.startsWith(`${host} `)) this.#services.delete(key);
    for (const socket of [...this.#sockets]) if (socket.host === host) socket.reset('ECONNRESET');
  }

  /** The sockets between two hosts that are still open at the first one. */
  socketsBetween(host: string, peer: string): readonly SimulatedSocket[] {
    return [...this.#sockets].filter((socket) => socket.host === host && socket.peer === peer && !socket.isOver);
  }

  /** The ends of a host that are open. */
  socketsOf(host: string): readonly SimulatedSocket[] {
    return [...this.#sockets].filter((socket) => socket.host === host && !socket.isOver);
  }

  /** How many ends are open. */
  get openSockets(): number {
    return [...this.#sockets].filter(({ isOver }) => !isOver).length;
  }

  forget(socket: SimulatedSocket): void {
    this.#sockets.delete(socket);
  }

  delayOn({ latencyMs, jitterMs }: LinkCondition): number {
    return latencyMs + jitterMs * this.random();
  }
}
