import { createHash, randomUUID } from 'node:crypto';
import type { UserData } from '../chat-message.js';
import type { ChatProblem } from '../chat-reply.js';
import { say } from '../chat-session.js';
import type { ChatSession, Participant } from '../chat-session.js';
import type { ChatSessions } from '../chat-sessions.js';
import { unknownChat } from '../unknown-chat.js';
import type { FileLimits } from './file-limits.js';
import { mayNotDelete, noSuchFile, tooLarge, tooManyDownloads, uploadProblem, wrongType } from './file-problems.js';
import type { FileStore, StoredFile } from './file-store.js';
import { agreedMediaType } from '../../files/file-types.js';
import { filesOf, limitsData, usedBy } from './files-of-chat.js';

export interface ChatFilesOptions {
  readonly sessions: ChatSessions;
  readonly store: FileStore;
  /** As they are configured at this moment. */
  readonly limits: () => FileLimits;
  /** Milliseconds since 1970. */
  readonly utcTime: () => number;
}

/** Somebody in a chat. */
export interface ChatPlace {
  readonly session: ChatSession;
  readonly participant: Participant;
}

export interface SentFile {
  readonly name: string;
  /** As its sender says. */
  readonly type: string;
  readonly description?: string | undefined;
  readonly requestId?: string | undefined;
  readonly bytes: Buffer;
}

/** What goes wrong, where it does. */
export interface Refused {
  readonly problem: ChatProblem;
}

/** The files that are sent into chats: their content is in the database, and what is known of them in the transcript. */
export class ChatFiles {
  readonly #options: ChatFilesOptions;

  constructor(options: ChatFilesOptions) {
    this.#options = options;
  }

  /** Stores the file, and then says in the chat that it is there. The same request does so once. */
  async upload(place: ChatPlace, file: SentFile): Promise<{ readonly fileId: string } | Refused> {
    const { sessions, store, limits, utcTime } = this.#options;
    const { participantId } = place.participant;
    const { chatId } = place.session;
    const { name, description, bytes, requestId = randomUUID() } = file;
    const fileId = fileIdOf(chatId, participantId, requestId);
    if (isSaid(place.session, requestId)) {
      await sessions.settled(chatId);
      return { fileId };
    }

    const type = agreedMediaType(name, file.type, bytes);
    const described = { name, size: bytes.length };
    const problem = uploadProblem(place.session, place.participant, described, limits());
    if (problem !== undefined) return { problem };
    if (type === undefined) return { problem: wrongType(limits()) };
    await store.keep({ chatId, fileId, participantId, name, type, uploadedUtc: utcTime(), content: bytes });

    // Meanwhile the chat may have ended, moved, or got other files.
    const { session, participant } = this.#now(place);
    const late = isSaid(session, requestId) ? undefined : uploadProblem(session, participant, described, limits());
    if (late !== undefined || session.isEnded) {
      await store.remove({ chatId, fileId });
      if (late === undefined) throw unknownChat();
      return { problem: late };
    }
    const userData: UserData = {
      ...{ 'file-id': fileId, 'file-name': name, 'file-size': String(bytes.length), 'file-type': type },
      ...(description !== undefined && { 'file-description': description }),
    };
    const utterance = { type: 'FileUploaded', utcTime: utcTime(), text: name, userData, requestId } as const;
    await sessions.replace(say(session, participant, utterance));
    return { fileId };
  }

  /** What is wrong with a file that is larger than any that is accepted. */
  tooLarge({ session, participant }: ChatPlace, name: string): ChatProblem {
    const limits = this.#options.limits();
    return uploadProblem(session, participant, { name, size: Number.POSITIVE_INFINITY }, limits) ?? tooLarge(limits);
  }

  async download({ session, participant }: ChatPlace, fileId: string): Promise<StoredFile | Refused> {
    const { store, limits } = this.#options;
    const { chatId } = session;
    if (!filesOf(session).has(fileId)) return { problem: noSuchFile };
    const mostDownloads = participant.type === 'Client' ? limits().mostDownloads : Number.MAX_SAFE_INTEGER;
    const isCounted =
      participant.type !== 'Client' || (await store.countDownload(chatId, participant.participantId, mostDownloads));
    if (!isCounted) return { problem: tooManyDownloads(limits()) };
    return (await store.find({ chatId, fileId })) ?? { problem: noSuchFile };
  }

  /** Only its sender can delete a file. */
  async delete({ session, participant }: ChatPlace, fileId: string): Promise<Refused | undefined> {
    const { sessions, store, limits, utcTime } = this.#options;
    const file = filesOf(session).get(fileId);
    if (file === undefined) return { problem: noSuchFile };
    if (!limits().mayDelete || file.participantId !== participant.participantId) return { problem: mayNotDelete };
    const userData = { 'file-id': fileId, 'file-name': file.name };
    await sessions.replace(
      say(session, participant, { type: 'FileDeleted', utcTime: utcTime(), text: file.name, userData }),
    );
    await store.remove({ chatId: session.chatId, fileId });
    return undefined;
  }

  async limits({ session, participant: { participantId } }: ChatPlace): Promise<UserData> {
    const { store, limits } = this.#options;
    const downloads = await store.downloads(session.chatId, participantId);
    return limitsData(limits(), { ...usedBy(session, participantId), downloads });
  }

  #now({ session: { tenant, chatId }, participant: { participantId } }: ChatPlace): ChatPlace {
    const session = this.#options.sessions.find(tenant, chatId);
    const participant = session?.participants.find((one) => one.participantId === participantId);
    if (session === undefined || participant === undefined) throw unknownChat();
    return { session, participant };
  }
}

const isSaid = ({ saidBy }: ChatSession, requestId: string): boolean =>
  saidBy.some((one) => one.requestId === requestId);

/** The same request makes the same file, on whichever Chat Server. */
const fileIdOf = (chatId: string, participantId: number, requestId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([chatId, participantId, requestId]))
    .digest('base64url')
    .slice(0, 22);
