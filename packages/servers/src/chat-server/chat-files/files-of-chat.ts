import type { UserData } from '../chat-message.js';
import type { ChatSession } from '../chat-session.js';
import type { FileLimits } from './file-limits.js';

/** A file that was sent into a chat and not deleted since. */
export interface ChatFile {
  readonly fileId: string;
  readonly participantId: number;
  readonly name: string;
  readonly size: number;
}

/** The files of a chat, as its transcript tells of them: so they are the same wherever the chat goes on. */
export function filesOf({ transcript }: ChatSession): ReadonlyMap<string, ChatFile> {
  const files = new Map<string, ChatFile>();
  for (const { type, from, userData } of transcript.since(1)) {
    const fileId = userData?.['file-id'];
    if (fileId === undefined) continue;
    if (type === 'FileDeleted') files.delete(fileId);
    if (type !== 'FileUploaded') continue;
    const { 'file-name': name = '', 'file-size': size } = userData ?? {};
    files.set(fileId, { fileId, name, participantId: from.participantId, size: Number(size) });
  }
  return files;
}

/** How much of what it may send a participant has sent. */
export function usedBy(
  session: ChatSession,
  participantId: number,
): { readonly files: number; readonly bytes: number } {
  const own = [...filesOf(session).values()].filter((file) => file.participantId === participantId);
  return { files: own.length, bytes: own.reduce((sum, { size }) => sum + size, 0) };
}

/** The limits and what is used of them, in the words that clients know. */
export function limitsData(
  { mostFiles, largestFile, largestTotal, needsAgent, types, mostDownloads, mayDelete }: FileLimits,
  used: { readonly files: number; readonly bytes: number; readonly downloads: number },
): UserData {
  return {
    'upload-max-files': String(mostFiles),
    'upload-max-file-size': String(largestFile),
    'upload-max-total-size': String(largestTotal),
    'upload-need-agent': String(needsAgent),
    'upload-file-types': types.join(':'),
    'used-upload-max-files': String(used.files),
    'used-upload-max-total-size': String(used.bytes),
    'download-attempts': String(mostDownloads),
    'used-download-attempts': String(used.downloads),
    'delete-file': mayDelete ? 'always' : 'never',
  };
}
