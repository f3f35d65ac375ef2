import type { Clock } from '@eservices-lb/sdk';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { repeat } from '../application-server/repeat.js';
import type { Routing } from './routing.js';

const lookMs = 250;
const answerSchema = z.object({ missing: z.array(z.string()).default([]) });

export interface IntroductionOptions {
  readonly registration: () => Registration;
  readonly routing: Pick<Routing, 'loaded' | 'notInFile'>;
  readonly isAccepting: () => boolean;
  /** Says `router.hello` to the Interaction Server that is connected; nothing is said while none is. */
  readonly say: (hello: object) => Promise<unknown>;
  readonly isConnected: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What Interaction Server knows of this routing server: said at every connection, and whenever it is something else. */
export class Introduction {
  readonly #options: IntroductionOptions;
  readonly #stop: () => void;
  #said = '';
  #told = '';
  #missing: readonly string[] = [];

  constructor(options: IntroductionOptions) {
    this.#options = options;
    this.#stop = repeat(
      () => {
        if (options.isConnected() && JSON.stringify(this.#hello()) !== this.#said) this.#sayAgain();
      },
      lookMs,
      options.clock,
    );
  }

  /** What is missing for balancing this routing server with others, as Interaction Server says (IXN-2), and in our own file. */
  get missing(): readonly string[] {
    const { registration, routing } = this.#options;
    const { name } = registration().application;
    const notInFile = routing.notInFile().map((strategy) => {
      return `Put strategy "${strategy.name}" into the workflow file of "${name}": it was activated there for tenant "${strategy.tenant}" (IXN-2).`;
    });
    return [...this.#missing, ...notInFile];
  }

  /** Says it over a connection that nothing else is asked over yet. */
  async begin(say: (hello: object) => Promise<unknown>): Promise<void> {
    await this.#say(say);
  }

  close(): void {
    this.#stop();
  }

  #sayAgain(): void {
    this.#say(this.#options.say).catch((error: unknown) => {
      this.#said = '';
      const reason = error instanceof Error ? error.message : error;
      this.#options.log.warn({ reason }, 'the strategies could not be told; it will be tried again');
    });
  }

  async #say(say: (hello: object) => Promise<unknown>): Promise<void> {
    const hello = this.#hello();
    this.#said = JSON.stringify(hello);
    this.#missing = decode(answerSchema, await say(hello)).missing;
    const { missing } = this;
    if (missing.length > 0 && JSON.stringify(missing) !== this.#told)
      this.#options.log.warn({ missing }, 'this routing server cannot be balanced with others (IXN-2)');
    this.#told = JSON.stringify(missing);
  }

  #hello(): object {
    const { registration, routing, isAccepting } = this.#options;
    const { name, options } = registration().application;
    return {
      ...{ application: name, strategies: routing.loaded(), isTaking: isAccepting() },
      agentReservation: options.default?.agent_reservation === 'true',
    };
  }
}
