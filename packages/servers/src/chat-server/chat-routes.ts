import { Router } from 'express';
import type { Response } from 'express';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { chatOperations } from './chat-operations.js';
import { badInput, noSuchChat, replyTo } from './chat-reply.js';
import {
  createSchema,
  isTooLong,
  joinSchema,
  nicknameOf,
  operationSchema,
  tenantSchema,
  tooLong,
} from './chat-request.js';
import { join, proven, say, stateOf } from './chat-session.js';
import type { ChatSession } from './chat-session.js';
import type { ChatSessions } from './chat-sessions.js';

export interface ChatRoutesOptions {
  readonly sessions: ChatSessions;
  /** Milliseconds since 1970. */
  readonly utcTime: () => number;
  /** The tenants of this Chat Server at this moment. */
  readonly tenants: () => readonly string[];
  readonly isAccepting: () => boolean;
}

/** What the web tier asks of a Chat Server. */
export function chatRoutes({ sessions, utcTime, tenants, isAccepting }: ChatRoutesOptions): Router {
  const router = Router();
  const check = (tenant: string): void => {
    if (!tenants().includes(tenant)) {
      throw new RequestError(403, 'TENANT_NOT_SERVED', `This Chat Server does not serve tenant "${tenant}".`, 'tenant');
    }
  };

  router.post('/sessions', (request, response) => {
    const wish = decode(createSchema, request.body);
    check(wish.tenant);
    const nickname = nicknameOf(wish);
    if (typeof nickname !== 'string') return void response.status(400).json(badInput(nickname));
    if (isTooLong(wish.text)) return void response.status(400).json(badInput([tooLong]));
    if (!isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This Chat Server takes no new chats at the moment.');

    const { tenant, service, subject = '', alias = '', text } = wish;
    const begun = join(sessions.create({ tenant, service, subject, alias }), { nickname, type: 'Client' }, utcTime());
    const customer = lastOf(begun);
    const session =
      text === undefined || text === '' ? begun : say(begun, customer, { type: 'Message', utcTime: utcTime(), text });
    sessions.replace(session);
    response.status(201).json(replyTo(customer, session, 1));
  });

  router.get('/sessions', (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    response.json({ sessions: sessions.openOf(tenant).map(summaryOf) });
  });

  router.post('/sessions/:chatId/agents', (request, response) => {
    const { tenant, nickname } = decode(joinSchema, request.body);
    check(tenant);
    const found = sessions.find(tenant, request.params.chatId);
    if (found === undefined || found.isEnded) return void response.json(noSuchChat(request.params.chatId));
    const session = join(found, { nickname, type: 'Agent' }, utcTime());
    sessions.replace(session);
    response.status(201).json(replyTo(lastOf(session), session, 1));
  });

  for (const [name, operation] of Object.entries(chatOperations)) {
    router.post(`/sessions/:chatId/${name}` as '/sessions/:chatId/send', async (request, response) => {
      const wish = decode(operationSchema, request.body);
      const { chatId } = request.params;
      check(wish.tenant);
      if (isTooLong(wish.message)) return void response.status(400).json(badInput([tooLong]));
      const found = sessions.find(wish.tenant, chatId);
      const participant = found && proven(found, wish.userId, wish.secureKey);
      if (found === undefined || participant === undefined) return void response.json(noSuchChat(chatId));

      if (participant.type === 'Client') sessions.keepAlive(chatId);
      const context = { wish, participant, utcTime: utcTime(), signal: closingOf(response) };
      await operation(found, sessions, context);
      const session = sessions.find(wish.tenant, chatId) ?? found;
      response.json(replyTo(participant, session, wish.transcriptPosition));
    });
  }
  return router;
}

/** Aborts when nobody waits for the answer any more. */
function closingOf(response: Response): AbortSignal {
  const closing = new AbortController();
  response.on('close', () => {
    closing.abort();
  });
  return closing.signal;
}

function lastOf({ participants }: ChatSession): NonNullable<ReturnType<typeof proven>> {
  const last = participants.at(-1);
  if (last === undefined) throw new Error('A chat that was just joined has a participant.');
  return last;
}

const summaryOf = (session: ChatSession): object => {
  const { chatId, alias, service, subject, startedUtc, participants, transcript } = session;
  const said = transcript.filter(({ type }) => type === 'Message');
  return {
    ...{ chatId, alias, service, subject, startedUtc, state: stateOf(session), messageCount: said.length },
    nickname: participants[0]?.nickname ?? '',
    participants: participants.filter(({ isPresent }) => isPresent).map(({ nickname }) => nickname),
    ...(said.length > 0 && { lastText: said.at(-1)?.text }),
  };
};
