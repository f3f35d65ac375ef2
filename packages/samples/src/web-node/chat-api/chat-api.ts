import { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import type { LoadBalancer } from '@eservices-lb/sdk';
import type { ChatPlace } from '../chat-location/chat-place.js';
import { decodeParameters } from '../decode-parameters.js';
import { chatOperations } from '../servers/chat-server-client.js';
import type { ChatOperation } from '../servers/chat-server-client.js';
import type { RateLimits } from '../rate-limits.js';
import type { Scope } from '../tenant-of-request.js';
import { beginChat } from './begin-chat.js';
import { chatFailure } from './chat-failure.js';
import { chatFileRoutes } from './chat-file-routes.js';
import { chatForm } from './chat-form.js';
import { closingOf } from './closing-of.js';
import { identityOf } from './chat-identity.js';
import { aliasOf, chatWishSchema, newChat, tenantOf } from './chat-parameters.js';
import { answerChat } from './chat-reply.js';
import { largestFile } from './largest-file.js';
import { carryOut } from './chat-wish.js';
import type { ChatServers } from './chat-wish.js';

export interface ChatApiOptions extends ChatServers {
  readonly loadBalancer: LoadBalancer;
  readonly scope: Scope;
  readonly limits: RateLimits;
}

/** After the service. */
const chatIdAt = 2;
/** `fileLimits` has a path of its own, beside those of the files. */
const operations: ReadonlySet<string> = new Set(chatOperations.filter((name) => name !== 'fileLimits'));
const isOperation = (name: string): name is ChatOperation => operations.has(name);

/** Chat API Version 2. A chat begins on a selected Chat Server; its alias leads every later request to the same one, or to its successor. */
export function chatApi({ loadBalancer, scope, limits, ...servers }: ChatApiOptions): Router {
  const router = Router();
  const placeOf = (request: Request<{ chatId: string }>): ChatPlace => ({
    tenant: tenantOf(request, scope),
    chatId: request.params.chatId,
    alias: aliasOf(request),
  });

  const form = chatForm();
  const chatLimits = [limits.byClient, limits.byChat];
  // A refusal repeats what the request says of itself, so the limits come after its form; but before a file is held in memory.
  const body = [...form, ...chatLimits];
  const bodyWithFile = [...chatLimits, ...chatForm({ largestFile: () => largestFile(scope) })];

  router.use('/:service', chatFileRoutes({ servers, body, bodyWithFile, placeOf }));

  router.post('/:service', ...form, limits.byClient, limits.creations, async (request: Begin, response: Response) => {
    const begun = await beginChat({ loadBalancer, ...servers }, newChat(request, scope));
    answerChat(response, begun, identityOf(request, chatIdAt));
  });

  router.post(
    '/:service/:chatId/:operation',
    ...body,
    async (request: Operate, response: Response, next: NextFunction) => {
      const { operation } = request.params;
      if (!isOperation(operation)) {
        next();
        return;
      }
      const place = placeOf(request);
      const parameters = decodeParameters(chatWishSchema, request.body);
      const signal = parameters.waitMs === undefined ? undefined : closingOf(response);
      answerChat(
        response,
        await carryOut(servers, place, { operation, parameters, signal }),
        identityOf(request, chatIdAt),
      );
    },
  );

  router.use(chatFailure(chatIdAt));
  return router;
}

type Begin = Request<{ service: string }>;
type Operate = Request<{ service: string; chatId: string; operation: string }>;
