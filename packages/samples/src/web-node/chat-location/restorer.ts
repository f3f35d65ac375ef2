import { LoadBalancerError } from '@eservices-lb/sdk';
import type { Clock, LoadBalancer, Service } from '@eservices-lb/sdk';
import { LRUCache } from 'lru-cache';
import type { ChatServerClient } from '../servers/chat-server-client.js';
import { ServerFailedError } from '../servers/server-failed-error.js';
import { UnknownChatError } from '../servers/unknown-chat-error.js';
import { chatLost, chatOver } from './chat-over.js';
import { placeKey } from './chat-place.js';
import type { ChatPlace } from './chat-place.js';

export interface RestorerOptions {
  readonly loadBalancer: LoadBalancer;
  readonly chatServer: Pick<ChatServerClient, 'restore'>;
  readonly clock: Clock;
}

/** What is known of the search for a chat. */
export interface Search {
  /** Aliases that lead nowhere any more. */
  readonly lost: ReadonlySet<string>;
  /** Applications not to ask, as they do not answer. */
  readonly failed: ReadonlySet<string>;
  /** Nobody can say whether the chat is gone: its server may only be out of reach. */
  readonly isDoubtful: boolean;
}

const limitMs = 2_400;
/** When a Chat Server is lost, all its chats come at once: who has many to restore is slow, and asking another one makes it no faster. */
const attemptLimitMs = 2_000;
const mostOver = 20_000;
const overForMs = 30_000;

/**
 * Asks Chat Servers of the tenant to take a chat over whose own is gone. Requests that come together share one restoration, and a chat that
 * cannot be restored is not asked for again for 30 s.
 */
export class Restorer {
  readonly #options: RestorerOptions;
  readonly #underWay = new Map<string, Promise<string>>();
  readonly #over: LRUCache<string, true>;

  constructor(options: RestorerOptions) {
    this.#options = options;
    this.#over = new LRUCache({ max: mostOver, ttl: overForMs, ttlResolution: 0, perf: options.clock });
  }

  /**
   * The alias under which the chat is now.
   * @throws RefusedError where the chat is over, ServerFailedError where that cannot be found out at the moment
   */
  restore(place: ChatPlace, search: Search): Promise<string> {
    const key = placeKey(place);
    if (this.#over.has(key)) return Promise.reject(endOf(search));
    const known = this.#underWay.get(key);
    if (known !== undefined) return known;
    const restoration = this.#ask(place, search).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, restoration);
    return restoration;
  }

  async #ask(place: ChatPlace, search: Search): Promise<string> {
    const { chatServer, clock } = this.#options;
    const deadline = clock.now() + limitMs;
    const exclude = [...search.failed, ...this.#withoutRestoration(place.tenant)];
    for (;;) {
      const service = this.#another(place.tenant, exclude, search);
      try {
        const remainingMs = Math.min(attemptLimitMs, deadline - clock.now());
        const { tenant, chatId } = place;
        const { alias } = service;
        const wish = { tenant, alias, lost: [...search.lost], limitMs: Math.max(1, remainingMs) };
        return (await chatServer.restore(service, chatId, wish)).alias;
      } catch (error) {
        if (error instanceof UnknownChatError) {
          if (!search.isDoubtful) this.#over.set(placeKey(place), true);
          throw endOf(search);
        }
        if (!(error instanceof ServerFailedError) || clock.now() >= deadline) throw error;
        exclude.push(service.application);
      }
    }
  }

  #another(tenant: string, exclude: readonly string[], search: Search): Service {
    try {
      return this.#options.loadBalancer.select({ tenant, type: 'ChatServer', exclude });
    } catch (error) {
      if (!(error instanceof LoadBalancerError)) throw error;
      const { configuration } = this.#options.loadBalancer;
      const all = configuration.applications({ type: 'ChatServer', tenant }).length;
      const isSwitchedOff = this.#withoutRestoration(tenant).length === all;
      throw isSwitchedOff && !search.isDoubtful ? chatLost() : unreachable();
    }
  }

  #withoutRestoration(tenant: string): readonly string[] {
    const { configuration } = this.#options.loadBalancer;
    return configuration
      .applications({ type: 'ChatServer', tenant })
      .map(({ name }) => name)
      .filter((name) => configuration.options(name, 'chat')['session-restoration'] === 'false');
  }
}

const unreachable = (): ServerFailedError => new ServerFailedError('The Chat Server', false, { manner: 'unreachable' });
const endOf = ({ isDoubtful }: Search): Error => (isDoubtful ? unreachable() : chatOver());
