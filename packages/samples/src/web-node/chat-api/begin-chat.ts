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

/** Begins the chat on a selected Chat Server, once. */
export async function beginChat(
  { loadBalancer, chatServer }: ChatBeginnings,
  chat: NewChat,
): Promise<ChatFound<ChatAnswer>> {
  const send = async (selected: Service): Promise<ChatAnswer> => {
    try {
      return await chatServer.create(selected, { ...chat, alias: selected.alias });
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
