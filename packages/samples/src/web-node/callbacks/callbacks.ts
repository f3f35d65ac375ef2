import type { LoadBalancer } from '@eservices-lb/sdk';
import { firstThatTakes } from '../servers/first-that-takes.js';
import type { Callback, CallbackServerClient, CallbackWish } from './callback-server-client.js';

/** The calls that customers asked for. Any Callback Server of the tenant knows them all. */
export interface Callbacks {
  /** Resolves once the call is stored. Its `requestId` makes sure that it is stored once, however many have heard of it. */
  request(wish: CallbackWish): Promise<Callback>;
  /** Calls to be made first, by their time. */
  list(tenant: string): Promise<readonly Callback[]>;
  /** @returns false when somebody had called already */
  done(tenant: string, callbackId: string): Promise<boolean>;
}

export interface CallbackServers {
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly callbackServer: CallbackServerClient;
}

export function callbacksOf({ loadBalancer, callbackServer }: CallbackServers): Callbacks {
  const select =
    (tenant: string) =>
    (exclude: readonly string[]): ReturnType<LoadBalancer['select']> =>
      loadBalancer.select({ tenant, type: 'CallbackServer', exclude });
  return {
    async request(wish) {
      const { answer } = await firstThatTakes({
        select: select(wish.tenant),
        send: (selected) => callbackServer.request(selected, wish),
        isRepeatable: true,
      });
      return answer;
    },
    async list(tenant) {
      const { answer } = await firstThatTakes({
        select: select(tenant),
        send: (selected) => callbackServer.list(selected, tenant),
        isRepeatable: true,
      });
      return answer;
    },
    async done(tenant, callbackId) {
      const { answer } = await firstThatTakes({
        select: select(tenant),
        send: (selected) => callbackServer.done(selected, { tenant, callbackId }),
        // A server that noted it, and whose word was lost, makes the next one say that somebody had called already.
        isRepeatable: true,
      });
      return answer;
    },
  };
}
