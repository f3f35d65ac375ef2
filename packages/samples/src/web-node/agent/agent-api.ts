import { json, Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import { decodeParameters } from '../decode-parameters.js';
import { refusalOf } from '../refusal-of.js';
import { RefusedError } from '../refused-error.js';
import { chatOperations } from '../servers/chat-server-client.js';
import type { ChatServerClient } from '../servers/chat-server-client.js';
import { servedTenant } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { ChatDesk } from './chat-desk.js';
import type { EmailDesk } from './email-desk.js';

export interface AgentApiOptions {
  readonly scope: Scope;
  readonly chats: ChatDesk;
  readonly emails: EmailDesk;
  readonly chatServer: ChatServerClient;
}

const nickname = z.string().trim().min(1, 'say who you are').max(64);
const joinSchema = z.object({ nickname });
const replySchema = z.object({ nickname, text: z.string().trim().min(1, 'write an answer').max(64_000) });
const operationSchema = z.object({
  userId: z.string(),
  secureKey: z.string(),
  message: z.string().optional(),
  transcriptPosition: z.int().min(0).optional(),
});

/** What the agent page asks for: the work of one tenant, and what an agent does about it. Everything in JSON. */
export function agentApi({ scope, chats, emails, chatServer }: AgentApiOptions): Router {
  const router = Router();
  router.use(json({ limit: '256kb' }));
  router.use((request, _response, next) => {
    next(request.method === 'POST' && request.is('json') === false ? notJson() : undefined);
  });
  const tenantOf = (request: Request): string => servedTenant(scope, tenantParameter(request));

  router.get('/work', async (request, response) => {
    const tenant = tenantOf(request);
    const [chatList, emailList] = await Promise.allSettled([chats.list(tenant), emails.list(tenant)]);
    if (chatList.status === 'rejected') throw chatList.reason;
    const mails =
      emailList.status === 'fulfilled'
        ? { emails: emailList.value }
        : { emails: [], problem: problem(emailList.reason) };
    response.json({ ...chatList.value, ...mails });
  });

  router.post('/chats/:application/:chatId/join', async (request, response) => {
    const tenant = tenantOf(request as Request);
    const { application, chatId } = request.params;
    const { nickname } = decodeParameters(joinSchema, request.body);
    const { reply } = await chatServer.join(chats.server(application, tenant), chatId, { tenant, nickname });
    response.json(reply);
  });

  for (const operation of chatOperations) {
    router.post(
      `/chats/:application/:chatId/${operation}` as '/chats/:application/:chatId/send',
      async (request, response) => {
        const tenant = tenantOf(request as Request);
        const { application, chatId } = request.params;
        const parameters = { tenant, ...decodeParameters(operationSchema, request.body) };
        const { reply } = await chatServer.request(chats.server(application, tenant), chatId, operation, parameters);
        response.json(reply);
      },
    );
  }

  router.post('/emails/:interactionId/reply', async (request, response) => {
    const reply = { tenant: tenantOf(request as Request), ...decodeParameters(replySchema, request.body) };
    const isFirst = await emails.reply(request.params.interactionId, reply);
    response.json({ answered: isFirst ? 'by-you' : 'already' });
  });

  return router;
}

const problem = (reason: unknown): string => refusalOf(reason).message;

const notJson = (): RefusedError =>
  new RefusedError('UNSUPPORTED_CONTENT_TYPE', 'The request is not JSON.', 'Send application/json.', 415);
