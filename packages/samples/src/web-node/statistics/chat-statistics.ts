import type { Clock, LoadBalancer } from '@eservices-lb/sdk';
import { firstThatTakes } from '../servers/first-that-takes.js';
import type { ChatFigures, StatServerClient } from './stat-server-client.js';

/** How many customers of a tenant wait, how many talk to an agent, and how long it takes until one does. */
export interface ChatStatistics {
  readonly waiting: number;
  readonly active: number;
  /** Of the chat that was named, if it waits: 1 is next. */
  readonly position?: number;
  /** Of the chat that was named, if it waits; else of one that would begin now. */
  readonly estimatedWaitSeconds: number;
}

/** @param chatId whose place in the queue is asked for */
export type AskStatistics = (tenant: string, chatId?: string) => Promise<ChatStatistics>;

/** A Stat Server is asked once in this time for each tenant, however many visitors ask us; a refusal is remembered as long, ms. */
const freshMs = 1_000;

export interface StatServers {
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly statServer: StatServerClient;
  readonly clock: Clock;
}

export function askingStatServers({ loadBalancer, statServer, clock }: StatServers): AskStatistics {
  const known = new Map<string, { readonly at: number; readonly figures: Promise<ChatFigures> }>();

  const ask = async (tenant: string): Promise<ChatFigures> => {
    const { answer } = await firstThatTakes({
      select: (exclude) => loadBalancer.select({ tenant, type: 'StatServer', exclude }),
      send: (selected) => statServer.chatFigures(selected, tenant),
      isRepeatable: true,
    });
    return answer;
  };
  const figuresOf = (tenant: string): Promise<ChatFigures> => {
    const latest = known.get(tenant);
    if (latest !== undefined && clock.now() - latest.at < freshMs) return latest.figures;
    const figures = ask(tenant);
    known.set(tenant, { at: clock.now(), figures });
    return figures;
  };
  return async (tenant, chatId) => {
    const { waiting, active, estimatedWaitSeconds } = await figuresOf(tenant);
    const index = waiting.findIndex((one) => one.chatId === chatId);
    const place = waiting[index];
    return {
      ...{ waiting: waiting.length, active, estimatedWaitSeconds },
      ...(place !== undefined && { position: index + 1, estimatedWaitSeconds: place.estimatedWaitSeconds }),
    };
  };
}
