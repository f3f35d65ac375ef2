import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { ChatPlace } from '../chat-location/chat-place.js';
import { decodeParameters } from '../decode-parameters.js';
import { RefusedError } from '../refused-error.js';
import { answerFile } from './answer-file.js';
import { deleteFile, downloadFile, sentFile, uploadFile } from './chat-files.js';
import { identityOf } from './chat-identity.js';
import { participantSchema, requestIdSchema } from './chat-parameters.js';
import { answerChat } from './chat-reply.js';
import { carryOut } from './chat-wish.js';
import type { ChatServers } from './chat-wish.js';

export interface ChatFileRoutesOptions {
  readonly servers: ChatServers;
  /** Reads the body of a request without a file, and of one with. */
  readonly body: readonly RequestHandler[];
  readonly bodyWithFile: readonly RequestHandler[];
  /** Which chat the request is about, and where it is looked for. */
  readonly placeOf: (request: Request<{ chatId: string }>) => ChatPlace;
}

const uploadSchema = participantSchema.extend({
  requestId: requestIdSchema,
  userData: z.object({ 'file-description': z.string().max(1_000).optional() }).optional(),
});

/** What is about files, in the Chat API Version 2 and in the agent's: below the paths that name the service. */
export function chatFileRoutes({ servers, body, bodyWithFile, placeOf }: ChatFileRoutesOptions): Router {
  const router = Router({ mergeParams: true });
  const identity = (request: Pick<Request, 'path' | 'body'>): ReturnType<typeof identityOf> => identityOf(request, 1);

  router.post('/:chatId/file', ...bodyWithFile, async (request: Request<{ chatId: string }>, response: Response) => {
    const { userData, requestId, ...participant } = decodeParameters(uploadSchema, request.body);
    const file = sentFile(request.file, userData?.['file-description']);
    answerChat(
      response,
      await uploadFile(servers, placeOf(request), { participant, file, requestId }),
      identity(request),
    );
  });

  router.post('/:chatId/file/limits', ...body, async (request: Request<{ chatId: string }>, response: Response) => {
    const parameters = decodeParameters(participantSchema, request.body);
    const found = await carryOut(servers, placeOf(request), { operation: 'fileLimits', parameters });
    answerChat(response, found, identity(request));
  });

  router.post('/:chatId/file/:fileId/delete', ...body, async (request: FileRequest, response: Response) => {
    const participant = decodeParameters(participantSchema, request.body);
    const fileId = fileIdOf(request);
    answerChat(response, await deleteFile(servers, placeOf(request), { participant, fileId }), identity(request));
  });

  router.post('/:chatId/file/:fileId/download', ...body, async (request: FileRequest, response: Response) => {
    const participant = decodeParameters(participantSchema, request.body);
    const fileId = fileIdOf(request);
    const { answer, alias } = await downloadFile(servers, placeOf(request), { participant, fileId });
    if ('bytes' in answer) answerFile(response, answer);
    else answerChat(response, { answer, alias }, identity(request));
  });

  return router;
}

type FileRequest = Request<{ chatId: string; fileId: string }>;

/** Ids stand in paths: one of dots would lead elsewhere. */
function fileIdOf({ params: { fileId } }: FileRequest): string {
  if (/^[\w-]{1,64}$/.test(fileId)) return fileId;
  throw new RefusedError('MALFORMED_REQUEST', 'There can be no such file.', 'Send the file-id as it was received.');
}
