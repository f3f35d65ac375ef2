import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { PeerError } from '../json-rpc/peer-error.js';
import type { AgentStep, CallStep } from '../workflow/workflow.js';
import type { Outcome } from './outcome.js';
import { Turns } from './turns.js';
import { TurnsByName } from './turns-by-name.js';

const answeredSchema = z.object({ result: z.record(z.string(), z.string()) });
const reservedSchema = z.object({ isReserved: z.boolean() });

/** How long is waited until agents who were all busy are asked again, ms. */
const agentPauseMs = 500;
const repeatPauseMs = 250;
/** An answer of Interaction Server may take so much longer than the call that it makes for us, ms. */
const marginMs = 2_000;
/** So many are under way together: Interaction Server reads no more than 256 requests of a connection before it answers some. */
const mostCalls = 120;
/** A service that is slow holds up others only when there are several like it. */
const mostCallsOfService = 50;
const mostReservations = 60;
const mostOutcomes = 60;
/** What Interaction Server cannot take, it will never take. */
const impossible: ReadonlySet<string | undefined> = new Set(['INVALID_FIELD', 'NOT_STORABLE', 'NOT_RESERVED']);
/** The interaction is not ours any more. */
const notOurs: ReadonlySet<string | undefined> = new Set(['UNKNOWN_REQUEST', 'GIVEN_TO_ANOTHER']);

/** Asks Interaction Server. */
export type AskInteractionServer = (
  method: string,
  params: object,
  options?: { readonly limitMs?: number },
) => Promise<unknown>;

/** For which interaction something is asked, and whether it is still ours. */
export interface Run {
  readonly requestId: string;
  readonly tenant: string;
  readonly controller: AbortController;
}

export interface InteractionServerRequestsOptions {
  readonly ask: AskInteractionServer;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info'>;
}

/** What strategies need Interaction Server for; whatever it takes, it never has too many requests at once. */
export class InteractionServerRequests {
  readonly #options: InteractionServerRequestsOptions;
  readonly #calls = new Turns(mostCalls);
  readonly #callsOfService = new TurnsByName(mostCallsOfService);
  readonly #reservations = new Turns(mostReservations);
  readonly #outcomes = new Turns(mostOutcomes);
  /** By agents: only the first of those who wait for the same ones asks. */
  readonly #lines = new TurnsByName(1);
  #nextAgent = 0;

  constructor(options: InteractionServerRequestsOptions) {
    this.#options = options;
  }

  /**
   * Has an application server do something (IXN-4).
   * @throws PeerError
   */
  call(
    { requestId, controller: { signal } }: Run,
    { timeoutMs, ...call }: CallStep['call'] & { readonly number: number },
  ): Promise<Readonly<Record<string, string>>> {
    const ask = async (): Promise<Readonly<Record<string, string>>> => {
      signal.throwIfAborted();
      const params = { requestId, timeoutMs, ...call };
      const answer = await this.#options.ask('esp.request', params, { limitMs: timeoutMs + marginMs });
      return decode(answeredSchema, answer).result;
    };
    return this.#callsOfService.take(call.service, () => this.#calls.take(ask));
  }

  /** Resolves with the one of the agents who is reserved, however long that takes; rejects where the interaction is not ours any more. */
  reserve(run: Run, { of, atMost }: AgentStep['agent']): Promise<string> {
    return this.#lines.take(JSON.stringify([run.tenant, of, atMost]), async () => {
      for (;;) {
        run.controller.signal.throwIfAborted();
        const agent = await this.#reserved(run, of, atMost);
        if (agent !== undefined) return agent;
        await this.#pause(agentPauseMs);
      }
    });
  }

  /** Tells the outcome until Interaction Server has heard it. */
  async finish({ requestId, controller }: Run, outcome: Outcome): Promise<void> {
    const { ask, log } = this.#options;
    let told = outcome;
    while (!controller.signal.aborted) {
      try {
        await this.#outcomes.take(() => ask('router.finished', { requestId, outcome: told }));
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const code = error instanceof PeerError ? error.remoteCode : undefined;
        log.info({ reason, code }, 'the outcome is not known yet');
        if (notOurs.has(code)) return;
        if (impossible.has(code)) told = { to: 'set-aside', reason: reason.slice(0, 1_000), attributes: {} };
        await this.#pause(repeatPauseMs);
      }
    }
  }

  /** Asks for each of the agents in turn. */
  async #reserved(
    { requestId, controller }: Run,
    agents: readonly string[],
    atMost: number,
  ): Promise<string | undefined> {
    const { ask } = this.#options;
    let toAsk = agents.length;
    while (toAsk-- > 0) {
      const agent = agents[this.#nextAgent++ % agents.length] ?? '';
      try {
        const answer = await this.#reservations.take(() => ask('agent.reserve', { requestId, agent, atMost }));
        if (decode(reservedSchema, answer).isReserved) return agent;
      } catch (error) {
        if (!(error instanceof PeerError)) throw error;
        if (notOurs.has(error.remoteCode)) controller.abort();
        if (impossible.has(error.remoteCode)) throw error;
      }
    }
    return undefined;
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(durationMs, resolve);
    });
  }
}
