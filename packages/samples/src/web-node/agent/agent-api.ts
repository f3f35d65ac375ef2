import { Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import { answerFile } from '../chat-api/answer-file.js';
import type { ChatServers } from '../chat-api/chat-wish.js';
import { decodeParameters } from '../decode-parameters.js';
import type { Scope } from '../tenant-of-request.js';
import { agentChats } from './agent-chats.js';
import { agentWork } from './agent-work.js';
import type { AgentWorkOptions } from './agent-work.js';
import type { EmailDesk } from './email-desk.js';
import type { AgentSession } from '../agent-login/agent-session.js';
import { jsonBody } from './json-body.js';

export interface AgentApiOptions {
  readonly scope: Scope;
  readonly session: AgentSession;
  readonly work: Omit<AgentWorkOptions, 'emails' | 'configuration'>;
  readonly emails: EmailDesk;
  readonly chatServers: ChatServers;
}

const nickname = z.string().trim().min(1, 'say who you are').max(64);
const replySchema = z.object({ nickname, text: z.string().trim().min(1, 'write an answer').max(64_000) });

/** What the agent page asks for: the work of one tenant, and what an agent does about it. Everything in JSON. */
export function agentApi({ scope, session, work, emails, chatServers }: AgentApiOptions): Router {
  const router = Router();
  router.use('/chats', agentChats({ scope, session, ...chatServers }));
  router.use(...jsonBody());
  const tenantOf = (request: Request): string => session.tenantOf(request);

  router.get('/work', async (request, response) => {
    response.json(await agentWork(tenantOf(request), { ...work, emails, configuration: scope.configuration }));
  });

  router.get('/emails/:interactionId', async (request, response) => {
    response.json(await emails.find(request.params.interactionId, tenantOf(request as Request)));
  });

  router.get('/emails/:interactionId/attachments/:index', async (request, response) => {
    const tenant = tenantOf(request as Request);
    answerFile(response, await emails.attachment({ tenant, ...request.params }));
  });

  router.post('/emails/:interactionId/reply', async (request, response) => {
    const reply = { tenant: tenantOf(request as Request), ...decodeParameters(replySchema, request.body) };
    const isFirst = await emails.reply(request.params.interactionId, reply);
    response.json({ answered: isFirst ? 'by-you' : 'already' });
  });

  return router;
}
