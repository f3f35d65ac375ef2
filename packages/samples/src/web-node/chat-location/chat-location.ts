import { AliasInvalidError, InstanceGoneError, InstanceStoppedError } from '@eservices-lb/sdk';
import type { Service } from '@eservices-lb/sdk';
import { ServerFailedError } from '../servers/server-failed-error.js';
import { UnknownChatError } from '../servers/unknown-chat-error.js';
import { chatOver } from './chat-over.js';
import type { ChatPlace } from './chat-place.js';
import { MovedChats } from './moved-chats.js';
import { Restorer } from './restorer.js';
import type { RestorerOptions, Search } from './restorer.js';
import { Silences } from './silences.js';

export interface ChatWork<T> {
  /** Asks the Chat Server; its answer must be complete within `limitMs`. */
  readonly send: (service: Service, limitMs: number) => Promise<T>;
  /** The work may be done again where it is not known whether it was done. */
  readonly isRepeatable: boolean;
  /** For all attempts together. */
  readonly limitMs: number;
}

export interface ChatFound<T> {
  readonly answer: T;
  /** The alias of the Chat Server that answered: another than was asked for, where the chat has moved. */
  readonly alias: string;
}

/** No attempt is begun with less time than this. */
const leastMs = 150;
const mostRounds = 5;
/** Ids stand in paths: one of dots would lead elsewhere. */
const possibleChatId = /^[\w-]{1,64}$/;

/**
 * Finds the Chat Server that has a chat now, and has the chat restored at another one where its own is gone. A chat is looked for in its tenant
 * only, and that it was found is told to nobody: what a caller may see, the Chat Server decides by the caller's key.
 */
export class ChatLocation {
  readonly #options: RestorerOptions;
  readonly #moved = new MovedChats();
  readonly #silences: Silences;
  readonly #restorer: Restorer;

  constructor(options: RestorerOptions) {
    this.#options = options;
    this.#silences = new Silences(options.clock);
    this.#restorer = new Restorer(options);
  }

  /**
   * @throws AliasInvalidError, AliasTenantMismatchError, RefusedError where the chat is over, ServerFailedError where its server cannot be
   *   reached at the moment, or may have done the work although no answer came
   */
  async ask<T>(place: ChatPlace, work: ChatWork<T>): Promise<ChatFound<T>> {
    if (!possibleChatId.test(place.chatId)) throw chatOver();
    const { clock } = this.#options;
    const deadline = clock.now() + work.limitMs;
    const candidates = [...this.#moved.candidates(place)];
    const search = { lost: new Set<string>(), failed: new Set<string>(), isDoubtful: false };
    let isSecondTry = false;

    for (let round = 0; round < mostRounds && deadline - clock.now() >= leastMs; round++) {
      const alias = candidates.shift() ?? (await this.#restored(place, search, deadline));
      const service = this.#serviceAt(alias, place.tenant);
      const outcome = service && (await this.#attempt(service, (one) => work.send(one, deadline - clock.now())));
      if (service !== undefined && outcome !== undefined) {
        if ('answer' in outcome) {
          this.#moved.found(place, service.alias);
          return { answer: outcome.answer, alias: service.alias };
        }
        const { failure } = outcome;
        if (failure.manner === 'broken' && work.isRepeatable && !isSecondTry) {
          isSecondTry = true;
          candidates.unshift(alias);
          continue;
        }
        if (!outcome.isGone) throw failure;
        search.failed.add(service.application);
        search.isDoubtful = true;
      }
      search.lost.add(alias);
    }
    throw tooLate();
  }

  /** Waits for a restoration no longer than until the deadline; it goes on for who asks next. */
  #restored(place: ChatPlace, search: Search, deadline: number): Promise<string> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(Math.max(0, deadline - clock.now()), () => reject(tooLate()));
      this.#restorer.restore(place, search).then(resolve, reject).finally(cancel);
    });
  }

  /** What came of asking the server: nothing, where it does not have the chat. */
  async #attempt<T>(service: Service, send: (service: Service) => Promise<T>): Promise<Outcome<T> | undefined> {
    const { application } = service;
    if (this.#silences.isSilent(application)) return { failure: outOfReach(application), isGone: true };
    try {
      const answer = await send(service);
      this.#silences.heard(application);
      return { answer };
    } catch (error) {
      if (error instanceof UnknownChatError) {
        this.#silences.heard(application);
        return undefined;
      }
      if (!(error instanceof ServerFailedError)) throw error;
      if (error.manner === 'answered') this.#silences.heard(application);
      if (error.manner === 'silent' || error.manner === 'unreachable') this.#silences.unheard(application);
      if (error.manner !== 'abandoned') this.#options.loadBalancer.report(service, 'failure');
      // Where nobody listens, nobody has the chat; the control server may learn of it later than we do.
      return { failure: error, isGone: error.manner === 'refused' };
    }
  }

  /** Where the alias leads, if it leads anywhere. */
  #serviceAt(alias: string, tenant: string): Service | undefined {
    const { loadBalancer } = this.#options;
    try {
      const service = loadBalancer.resolve(alias, { tenant });
      // An alias is good for one kind of server: no other may hear what a chat is about.
      const type = loadBalancer.configuration.application(service.application)?.type ?? chatServerType;
      if (type !== chatServerType) throw new AliasInvalidError();
      return service;
    } catch (error) {
      if (error instanceof InstanceStoppedError || error instanceof InstanceGoneError) return undefined;
      throw error;
    }
  }
}

const chatServerType = 'ChatServer';

type Outcome<T> = { readonly answer: T } | { readonly failure: ServerFailedError; readonly isGone: boolean };

const tooLate = (): ServerFailedError => new ServerFailedError('The Chat Server', false, { manner: 'silent' });
const outOfReach = (application: string): ServerFailedError =>
  new ServerFailedError(application, false, { manner: 'unreachable' });
