import { Router } from 'express';
import type { Response } from 'express';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { chatOperations } from './chat-operations.js';
import type { OperationName } from './chat-operations.js';
import { badInput, noSuchChat, replyTo } from './chat-reply.js';
import {
  createSchema,
  isTooLong,
  joinSchema,
  nicknameOf,
  operationSchema,
  problemsOf,
  restoreSchema,
  tenantSchema,
  tooLong,
  userDataProblem,
} from './chat-request.js';
import type { ChatAccess } from './chat-access.js';
import { close, join, leave, say } from './chat-session.js';
import type { ChatSessions } from './chat-sessions.js';
import { summaryOf } from './chat-summary.js';
import { unknownChat } from './unknown-chat.js';

export interface ChatRoutesOptions {
  readonly sessions: ChatSessions;
  readonly access: ChatAccess;
  /** Milliseconds since 1970. */
  readonly utcTime: () => number;
  readonly isAccepting: () => boolean;
}

/** What the web tier asks of a Chat Server. */
export function chatRoutes({ sessions, access, utcTime, isAccepting }: ChatRoutesOptions): Router {
  const router = Router();
  const mustAccept = (): void => {
    if (!isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This Chat Server takes no new chats at the moment.');
  };

  router.post('/sessions', async (request, response) => {
    const wish = decode(createSchema, request.body);
    access.check(wish.tenant);
    const nickname = nicknameOf(wish);
    if (typeof nickname !== 'string') return void response.status(400).json(badInput(nickname));
    if (isTooLong(wish.text)) return void response.status(400).json(badInput([tooLong]));
    mustAccept();

    const { tenant, service, alias, subject = '', emailAddress = '', text, userData } = wish;
    const origin = { tenant, service, alias, subject, emailAddress };
    const begun = join(sessions.create(origin, userData), { nickname, type: 'Client' }, utcTime());
    const { participant, secureKey } = begun;
    const first = { type: 'Message', utcTime: utcTime(), text, messageType: 'text' } as const;
    const session = text === undefined || text === '' ? begun.session : say(begun.session, participant, first);
    await sessions.replace(session).catch((error: unknown) => {
      // Nobody knows of it: whoever asks again begins another.
      sessions.sayByItself(close(session, { text: 'The chat ended before it had begun.', utcTime: utcTime() }));
      throw error;
    });
    response.status(201).json(replyTo({ participant, secureKey, transcriptPosition: 1 }, session));
  });

  router.get('/sessions', (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    access.check(tenant);
    response.json({ sessions: sessions.openOf(tenant).map(summaryOf) });
  });

  router.post('/sessions/:chatId/agents', async (request, response) => {
    const { tenant, ...who } = decode(joinSchema, request.body);
    const { chatId } = request.params;
    const found = sessions.find(tenant, chatId);
    if (found === undefined) throw unknownChat();
    if (found.isEnded) return void response.json(noSuchChat(chatId));
    const { session, participant, secureKey } = join(found, who, utcTime());
    await sessions.replace(session).catch((error: unknown) => {
      // Nobody has the key: whoever asks again joins anew.
      sessions.sayByItself(leave(sessions.find(tenant, chatId) ?? session, participant, utcTime()));
      throw error;
    });
    response.status(201).json(replyTo({ participant, secureKey, transcriptPosition: 1 }, session));
  });

  router.post('/sessions/:chatId/restore', async (request, response) => {
    const claim = decode(restoreSchema, request.body);
    access.check(claim.tenant);
    mustAccept();
    const restored = await sessions.restore(request.params.chatId, claim);
    if (restored === undefined) throw unknownChat();
    response.json(restored);
  });

  for (const name of Object.keys(chatOperations) as OperationName[]) {
    router.post(`/sessions/:chatId/${name}` as '/sessions/:chatId/send', async (request, response) => {
      const wish = decode(operationSchema, request.body);
      const { chatId } = request.params;
      const { secureKey, transcriptPosition = 0, waitMs = 0 } = wish;
      const problems = problemsOf(name, wish);
      if (problems.length > 0) return void response.status(400).json(badInput(problems));
      const place = access.prove(chatId, wish);
      if (place === undefined) return void response.json(noSuchChat(chatId));

      const { session: found, participant } = place;
      // Whoever has given up asks again: what is done for nobody would be done twice.
      if (request.socket.destroyed) return;
      const { requestId } = wish;
      const doubt = (): void => {
        if (name === 'send' && requestId !== undefined) sessions.doubt(chatId, participant.participantId, requestId);
      };
      response.once('close', () => {
        if (!response.writableFinished) doubt();
      });
      const tooMuch = name === 'updateData' ? userDataProblem(found, wish) : undefined;
      if (tooMuch !== undefined) return void response.status(400).json(badInput([tooMuch]));
      const after = chatOperations[name](found, { ...wish, participant, utcTime: utcTime() });
      const said = requestId === undefined ? undefined : after.saidBy.find((one) => one.requestId === requestId);
      await sessions.replace(after, said?.index).catch((error: unknown) => {
        doubt();
        throw error;
      });
      const hasNews =
        transcriptPosition === 0 || (sessions.shown(chatId)?.transcript.nextPosition ?? 0) > transcriptPosition;
      if (name === 'refresh' && waitMs > 0 && !hasNews && !found.isEnded) {
        await sessions.news(chatId, waitMs, closingOf(response));
      }
      const session = sessions.shown(chatId);
      if (session === undefined) throw unknownChat();
      response.json(replyTo({ participant, secureKey, transcriptPosition }, session));
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
