import type { Clock } from '@eservices-lb/sdk';
import { attempt, overdue } from './attempt.js';
import type { AskedServer, Forwarded, Outcome } from './attempt.js';
import { clientMessage } from './client-message.js';
import type { ClientId, ClientRequest } from './client-message.js';
import { FairTurns } from './fair-turns.js';
import type { Turn } from './fair-turns.js';
import type { PassedMethods } from './passed-methods.js';
import type { Answer } from './proxy-client.js';
import { refusal } from './refusal.js';
import type { Refusal } from './refusal.js';

/** A client, as far as its requests are concerned. */
export interface AskingClient {
  readonly isOpen: boolean;
  readonly isReading: boolean;
  answer(id: ClientId, answer: Answer): void;
  setFull(isFull: boolean): void;
  close(code: number, reason: string): void;
}

export interface ForwardingOptions {
  readonly passed: PassedMethods;
  readonly upstream: AskedServer;
  /** The tenants of this proxy at this moment. */
  readonly tenants: () => readonly string[];
  readonly clock: Clock;
}

/** So much goes on at the server for one proxy; more waits here, where turns are fair. */
const mostInProgress = 64;
/** So much of one client: what it may find unread, should it not read, is as many answers and no more. */
const mostInProgressOfOne = 4;
/** Who has so many requests under way is not read any further until some are answered. */
const mostHeldOfOne = 64;
/** So many bytes of requests are held, of all clients together. */
const mostHeldBytes = 64 * 1024 * 1024;
/** So long a request waits to be sent, ms: a switchover takes less. */
const longestWaitMs = 10_000;
const lookMs = 500;
/** So long a server is left alone that was not ready, ms. */
const restMs = 100;

/** Brings the requests of many clients to one server, over its one connection, and each answer to whom it belongs. */
export class Forwarding {
  readonly #options: ForwardingOptions;
  readonly #turns = new FairTurns<AskingClient, Forwarded>({
    ...{ most: mostInProgress, mostOfOne: mostInProgressOfOne },
    mayGo: (client) => client.isReading,
  });
  #heldBytes = 0;
  #requests = 0;
  #isLooking = false;
  #cancelLook: () => void = () => undefined;
  #isResting = false;
  #cancelRest: () => void = () => undefined;

  constructor(options: ForwardingOptions) {
    this.#options = options;
  }

  /** How many requests have been answered since the start. */
  get requests(): number {
    return this.#requests;
  }

  /** How many requests wait for their turn. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  get inProgress(): number {
    return this.#turns.inProgress;
  }

  hasNothingOf(client: AskingClient): boolean {
    return this.#turns.heldOf(client) === 0;
  }

  /** A client says something. */
  take(client: AskingClient, text: string): void {
    const message = clientMessage(text, this.#options.passed);
    if (message.type === 'unreadable') client.close(1007, 'Send JSON-RPC 2.0.');
    else if (message.type === 'refused') client.answer(message.id, { error: message.refusal });
    else this.#admit(client, message.request);
  }

  /** The server can be asked again, or the client reads again. */
  resume(client?: AskingClient): void {
    if (client !== undefined) this.#turns.again(client);
    this.#begin();
  }

  /** A client is gone. */
  left(client: AskingClient): void {
    for (const { bytes } of this.#turns.leave(client)) this.#heldBytes -= bytes;
  }

  close(): void {
    this.#cancelLook();
    this.#cancelRest();
  }

  #admit(client: AskingClient, request: ClientRequest): void {
    const why = this.#refusalOf(request);
    if (why !== undefined) {
      client.answer(request.id, { error: why });
      return;
    }
    this.#heldBytes += request.bytes;
    this.#turns.add(client, { ...request, arrivedAt: this.#options.clock.now(), losses: 0 });
    if (this.#turns.heldOf(client) >= mostHeldOfOne) client.setFull(true);
    this.#begin();
    this.#lookLater();
  }

  #refusalOf({ params, bytes }: ClientRequest): Refusal | undefined {
    const { tenant } = params as { readonly tenant?: unknown };
    if (typeof tenant === 'string' && tenant !== '' && !this.#options.tenants().includes(tenant))
      return refusal('TENANT_NOT_SERVED', `This proxy does not serve tenant "${tenant.slice(0, 255)}".`);
    return this.#heldBytes + bytes > mostHeldBytes
      ? refusal('PROXY_BUSY', 'Too many requests wait in this proxy: send it again in a while.')
      : undefined;
  }

  #begin(): void {
    while (this.#options.upstream.isConnected && !this.#isResting) {
      const turn = this.#turns.next();
      if (turn === undefined) return;
      void this.#forward(turn);
    }
  }

  async #forward({ client, request }: Turn<AskingClient, Forwarded>): Promise<void> {
    const outcome = await attempt(request, this.#options.upstream);
    this.#turns.finished(client);
    if (outcome.type === 'answered') this.#settle(client, request, outcome.answer);
    else this.#again(client, outcome);
    this.#readMoreOf(client);
    this.#begin();
    this.#lookLater();
  }

  #again(client: AskingClient, { request, isAfterRest }: Extract<Outcome, { type: 'again' }>): void {
    if (isAfterRest) this.#rest();
    if (this.#isOverdue(request)) this.#settle(client, request, { error: overdue(request, this.#options.upstream) });
    else if (client.isOpen) this.#turns.add(client, request, { isFirst: true });
    else this.#heldBytes -= request.bytes;
  }

  /** The server is not ready for anybody's requests. */
  #rest(): void {
    if (this.#isResting) return;
    this.#isResting = true;
    this.#cancelRest = this.#options.clock.after(restMs, () => {
      this.#isResting = false;
      this.#begin();
    });
  }

  #readMoreOf(client: AskingClient): void {
    if (this.#turns.heldOf(client) < mostHeldOfOne / 2) client.setFull(false);
  }

  #settle(client: AskingClient, { id, bytes }: ClientRequest, answer: Answer): void {
    this.#heldBytes -= bytes;
    this.#requests += 1;
    client.answer(id, answer);
  }

  /** One timer for all requests, and only while some wait. */
  #lookLater(): void {
    if (this.#isLooking || this.#turns.waiting === 0) return;
    this.#isLooking = true;
    this.#cancelLook = this.#options.clock.after(lookMs, () => {
      this.#isLooking = false;
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    for (const { client, request } of this.#turns.takeOverdue((one) => this.#isOverdue(one))) {
      this.#settle(client, request, { error: overdue(request, this.#options.upstream) });
      this.#readMoreOf(client);
    }
  }

  #isOverdue({ arrivedAt }: Forwarded): boolean {
    return this.#options.clock.now() - arrivedAt > longestWaitMs;
  }
}
