import { Router } from 'express';
import type { Request, Response } from 'express';
import { decode } from '../../application-server/decode.js';
import type { AskDatabase } from '../../database/asking-database.js';
import type { ChatAccess } from '../chat-access.js';
import { badInput, noSuchChat, replyTo } from '../chat-reply.js';
import type { UserData } from '../chat-message.js';
import { unknownChat } from '../unknown-chat.js';
import type { ChatFiles, ChatPlace } from './chat-files.js';
import type { FileLimits } from './file-limits.js';
import { bytesOf, fileSchema, uploadRequestOf } from './file-request.js';

export interface ChatFileRoutesOptions {
  readonly access: ChatAccess;
  readonly files: ChatFiles;
  readonly limits: () => FileLimits;
  readonly askDatabase: AskDatabase;
}

type ChatRequest = Request<{ chatId: string }>;
type FileRequest = Request<{ chatId: string; fileId: string }>;

/** Files of chats: sent, fetched, deleted, and how many more. */
export function chatFileRoutes({ access, files, limits, askDatabase }: ChatFileRoutesOptions): Router {
  const router = Router();
  const placeOf = ({ params: { chatId }, body }: ChatRequest): (ChatPlace & { secureKey: string }) | undefined => {
    const wish = decode(fileSchema, body);
    const place = access.prove(chatId, wish);
    return place && { ...place, secureKey: wish.secureKey };
  };
  const answer = (response: Response, place: ChatPlace & { secureKey: string }, userData?: UserData): void => {
    const session = access.shown(place.session.chatId);
    if (session === undefined) throw unknownChat();
    response.json({ ...replyTo(place, session), ...(userData !== undefined && { userData }) });
  };

  router.post('/sessions/:chatId/files', async (request: ChatRequest, response) => {
    const { name, type, description, requestId, ...wish } = uploadRequestOf(request);
    const { chatId } = request.params;
    if (access.prove(chatId, wish) === undefined) return void response.json(noSuchChat(chatId));
    const bytes = await bytesOf(request, response, limits().largestFile);
    // The bytes may have been long on their way.
    const place = access.prove(chatId, wish);
    if (place === undefined || place.session.isEnded) return void response.json(noSuchChat(chatId));
    if (bytes === undefined) return void response.status(400).json(badInput([files.tooLarge(place, name)]));
    const file = { name, type, description, requestId, bytes };
    const uploaded = await askDatabase(() => files.upload(place, file));
    if ('problem' in uploaded) return void response.status(400).json(badInput([uploaded.problem]));
    answer(response, { ...place, secureKey: wish.secureKey }, { 'file-id': uploaded.fileId });
  });

  router.post('/sessions/:chatId/files/:fileId/download', async (request: FileRequest, response) => {
    const { chatId, fileId } = request.params;
    const place = placeOf(request);
    if (place === undefined) return void response.json(noSuchChat(chatId));
    const found = await askDatabase(() => files.download(place, fileId));
    if ('problem' in found) return void response.status(400).json(badInput([found.problem]));
    response.set({ 'content-type': found.type, 'x-file-name': encodeURIComponent(found.name) }).end(found.content);
  });

  router.post('/sessions/:chatId/files/:fileId/delete', async (request: FileRequest, response) => {
    const { chatId, fileId } = request.params;
    const place = placeOf(request);
    if (place === undefined || place.session.isEnded) return void response.json(noSuchChat(chatId));
    const refused = await askDatabase(() => files.delete(place, fileId));
    if (refused !== undefined) return void response.status(400).json(badInput([refused.problem]));
    answer(response, place);
  });

  router.post('/sessions/:chatId/fileLimits', async (request: ChatRequest, response) => {
    const place = placeOf(request);
    if (place === undefined) return void response.json(noSuchChat(request.params.chatId));
    answer(response, place, await askDatabase(() => files.limits(place)));
  });
  return router;
}
