import { randomUUID } from 'node:crypto';
import type { ChatFound } from '../chat-location/chat-location.js';
import type { ChatPlace } from '../chat-location/chat-place.js';
import { RefusedError } from '../refused-error.js';
import type { ChatAnswer } from '../servers/chat-reply.js';
import type { ChatParticipant, ReceivedFile, SentFile } from '../servers/chat-server-client.js';
import { chatLimitMs } from './chat-wish.js';
import type { ChatServers } from './chat-wish.js';
import { safeFileName } from './safe-file-name.js';

const transferLimitMs = 2_600;
const longestType = 255;

export interface FileOfChat {
  readonly participant: Omit<ChatParticipant, 'tenant'>;
  readonly fileId: string;
}

interface FileToSend extends Pick<FileOfChat, 'participant'> {
  readonly file: SentFile;
  /** The client's own id of this request, if it has one. */
  readonly requestId?: string | undefined;
}

/** Gives a file to the chat, where it is now, once. */
export function uploadFile(
  { chatServer, chatLocation }: ChatServers,
  place: ChatPlace,
  { participant, file, requestId = randomUUID() }: FileToSend,
): Promise<ChatFound<ChatAnswer>> {
  const { tenant, chatId } = place;
  const given = { ...participant, file: { ...file, name: safeFileName(file.name) }, requestId };
  return chatLocation.ask(place, {
    isRepeatable: true,
    limitMs: transferLimitMs,
    send: (service, limitMs) => chatServer.upload(service, chatId, { tenant, ...given, limitMs }),
  });
}

export function downloadFile(
  { chatServer, chatLocation }: ChatServers,
  place: ChatPlace,
  { participant, fileId }: FileOfChat,
): Promise<ChatFound<ReceivedFile | ChatAnswer>> {
  const { tenant, chatId } = place;
  return chatLocation.ask(place, {
    isRepeatable: true,
    limitMs: transferLimitMs,
    send: (service, limitMs) => chatServer.download(service, { chatId, fileId }, { tenant, ...participant, limitMs }),
  });
}

export function deleteFile(
  { chatServer, chatLocation }: ChatServers,
  place: ChatPlace,
  { participant, fileId }: FileOfChat,
): Promise<ChatFound<ChatAnswer>> {
  const { tenant, chatId } = place;
  const action = `files/${encodeURIComponent(fileId)}/delete`;
  return chatLocation.ask(place, {
    isRepeatable: false,
    limitMs: chatLimitMs,
    send: (service, limitMs) => chatServer.request(service, { chatId, action }, { tenant, ...participant, limitMs }),
  });
}

/** @throws RefusedError where the form contains no file */
export function sentFile(file: Express.Multer.File | undefined, description: string | undefined): SentFile {
  if (file === undefined) {
    const advice = 'Send the file as the part "file" of a multipart form.';
    throw new RefusedError('FILE_MISSING', 'The form contains no file.', advice);
  }
  const { originalname: name, mimetype: type, buffer: bytes } = file;
  return { name, type: type.slice(0, longestType), description, bytes };
}
