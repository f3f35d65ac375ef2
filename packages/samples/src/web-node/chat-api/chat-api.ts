import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { formBody } from '../form-body.js';
import { chatOperations } from '../servers/chat-server-client.js';
import type { ChatServerClient } from '../servers/chat-server-client.js';
import { firstThatTakes } from '../servers/first-that-takes.js';
import { chatFailure } from './chat-failure.js';
import { chatRequest, newChat } from './chat-parameters.js';
import { answerChat } from './chat-reply.js';

export interface ChatApiOptions {
  readonly loadBalancer: LoadBalancer;
  /** The name of this Web API Server's application. */
  readonly application: string;
  readonly chatServer: ChatServerClient;
}

/** Chat API Version 2. A chat begins on a selected Chat Server; its alias leads every later request to the same one. */
export function chatApi({ loadBalancer, application, chatServer }: ChatApiOptions): Router {
  const scope = { configuration: loadBalancer.configuration, application };
  const router = Router();
  router.use(...formBody());

  router.post('/:service', async (request, response) => {
    const chat = newChat(request, scope);
    const { service, answer } = await firstThatTakes({
      select: (exclude) => loadBalancer.select({ tenant: chat.tenant, type: 'ChatServer', exclude }),
      send: (selected) => chatServer.create(selected, chat),
      isRepeatable: false,
    });
    answerChat(response, answer, service.alias);
  });

  for (const operation of chatOperations) {
    router.post(`/:service/:chatId/${operation}` as '/:service/:chatId/refresh', async (request, response) => {
      const { tenant, alias, parameters } = chatRequest(request, scope);
      const service = loadBalancer.resolve(alias, { tenant });
      const answer = await chatServer.request(service, request.params.chatId, operation, parameters);
      answerChat(response, answer, service.alias);
    });
  }

  router.use(chatFailure);
  return router;
}
