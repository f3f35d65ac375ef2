import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer, Service } from '@eservices-lb/sdk';
import type { ChatFound } from '../chat-location/chat-location.js';
import type { ChatAnswer } from '../servers/chat-reply.js';
import type { ChatServerClient } from '../servers/chat-server-client.js';
import { firstThatTakes } from '../servers/first-that-takes.js';
import { ServerFailedError } from '../servers/server-failed-error.js';
import type { NewChat } from './chat-parameters.js';

export interface ChatBeginnings {
  readonly loadBalancer: LoadBalancer;
  readonly chatServer: Pick<ChatServerClient, 'create'>;
}

/** Clients give up after 3 s. */
const limitOfAllMs = 2_700;
const attemptLimitMs = 2_000;

/** Begins the chat on a selected Chat Server, once. */
export async function beginChat(
  { loadBalancer, chatServer }: ChatBeginnings,
  chat: NewChat,
): Promise<ChatFound<ChatAnswer>> {
  const deadline = systemClock.now() + limitOfAllMs;
  const send = async (selected: Service): Promise<ChatAnswer> => {
    try {
      const limitMs = Math.min(attemptLimitMs, deadline - systemClock.now());
      return await chatServer.create(selected, { ...chat, alias: selected.alias, limitMs });
    } catch (error) {
      if (error instanceof ServerFailedError) loadBalancer.report(selected, 'failure');
      throw error;
    }
  };
  const { service, answer } = await firstThatTakes({
    select: (exclude) => loadBalancer.select({ tenant: chat.tenant, type: 'ChatServer', exclude }),
    send,
    isRepeatable: false,
  });
  return { answer, alias: service.alias };
}
