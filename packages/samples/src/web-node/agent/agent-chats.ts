import { Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import { chatFailure } from '../chat-api/chat-failure.js';
import { chatFileRoutes } from '../chat-api/chat-file-routes.js';
import { chatForm } from '../chat-api/chat-form.js';
import { identityOf } from '../chat-api/chat-identity.js';
import { aliasOf, chatWishSchema } from '../chat-api/chat-parameters.js';
import { answerChat } from '../chat-api/chat-reply.js';
import { carryOut, chatLimitMs } from '../chat-api/chat-wish.js';
import type { ChatServers } from '../chat-api/chat-wish.js';
import { closingOf } from '../chat-api/closing-of.js';
import { largestFile } from '../chat-api/largest-file.js';
import type { ChatPlace } from '../chat-location/chat-place.js';
import { decodeParameters } from '../decode-parameters.js';
import { chatOperations } from '../servers/chat-server-client.js';
import type { ChatOperation } from '../servers/chat-server-client.js';
import type { Scope } from '../tenant-of-request.js';
import type { AgentSession } from '../agent-login/agent-session.js';
import { jsonBody } from './json-body.js';

export interface AgentChatsOptions extends ChatServers {
  readonly scope: Scope;
  readonly session: Pick<AgentSession, 'tenantOf'>;
}

const chatIdAt = 1;
const operations: ReadonlySet<string> = new Set(chatOperations);
const isOperation = (name: string): name is ChatOperation => operations.has(name);

const joinSchema = z.object({
  nickname: z.string().trim().min(1, 'say who you are').max(64),
  type: z.enum(['Agent', 'Supervisor']).optional(),
});

/**
 * What an agent does in a chat, found by its alias as the customer's requests find it, so that a restored chat goes on for both. Requests are
 * JSON, but for a file, which comes as a multipart form; replies are those of the Chat API.
 */
export function agentChats({ scope, session, ...servers }: AgentChatsOptions): Router {
  const router = Router();
  const body = jsonBody();
  const bodyWithFile = chatForm({ largestFile: () => largestFile(scope) });
  const placeOf = (request: Request<{ chatId: string }>): ChatPlace => ({
    tenant: session.tenantOf(request as Request),
    chatId: request.params.chatId,
    alias: aliasOf(request),
  });

  router.use(chatFileRoutes({ servers, body, bodyWithFile, placeOf }));
  router.use(...body);

  router.post('/:chatId/join', async (request, response) => {
    const place = placeOf(request);
    const agent = decodeParameters(joinSchema, request.body);
    const { tenant, chatId } = place;
    const found = await servers.chatLocation.ask(place, {
      isRepeatable: false,
      limitMs: chatLimitMs,
      send: (service, limitMs) =>
        servers.chatServer.request(service, { chatId, action: 'agents' }, { tenant, ...agent, limitMs }),
    });
    answerChat(response, found, identityOf(request, chatIdAt));
  });

  router.post('/:chatId/:operation', async (request, response, next) => {
    const { operation } = request.params;
    if (!isOperation(operation)) {
      next();
      return;
    }
    const parameters = decodeParameters(chatWishSchema, request.body);
    const signal = parameters.waitMs === undefined ? undefined : closingOf(response);
    const found = await carryOut(servers, placeOf(request), { operation, parameters, signal });
    answerChat(response, found, identityOf(request, chatIdAt));
  });

  router.use(chatFailure(chatIdAt));
  return router;
}
