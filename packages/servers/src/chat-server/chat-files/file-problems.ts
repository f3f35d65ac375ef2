import type { ChatProblem } from '../chat-reply.js';
import { stateOf } from '../chat-session.js';
import type { ChatSession, Participant } from '../chat-session.js';
import type { FileLimits } from './file-limits.js';
import { endingOf } from '../../files/file-types.js';
import { usedBy } from './files-of-chat.js';

/** Why a participant may not send a file of this name and size into the chat now; undefined where it may. */
export function uploadProblem(
  session: ChatSession,
  { participantId, type }: Participant,
  { name, size }: { readonly name: string; readonly size: number },
  limits: FileLimits,
): ChatProblem | undefined {
  const used = usedBy(session, participantId);
  if (type === 'Client' && limits.needsAgent && stateOf(session) === 'waiting') return agentNeeded;
  if (used.files >= limits.mostFiles) return tooMany(limits);
  if (size > limits.largestFile) return tooLarge(limits);
  if (used.bytes + size > limits.largestTotal) return tooMuch(limits);
  return limits.types.includes(endingOf(name)) ? undefined : wrongType(limits);
}

export const tooLarge = ({ largestFile }: FileLimits): ChatProblem => ({
  ...{ code: 202, advice: `Send a file of at most ${largestFile} bytes.`, message: 'The file is too large.' },
});

export const wrongType = ({ types }: FileLimits): ChatProblem => ({
  code: 203,
  advice: `Send a file of one of the types ${types.join(', ')}, whose name says what it contains.`,
  message: 'The type of the file is not accepted, or its content is something else.',
});

const tooMany = ({ mostFiles }: FileLimits): ChatProblem => ({
  ...{ code: 201, message: 'That would be too many files.' },
  advice:
    mostFiles === 0
      ? 'This Chat Server takes no files.'
      : `Delete one first: ${mostFiles} files in a chat are the most.`,
});

const tooMuch = ({ largestTotal }: FileLimits): ChatProblem => ({
  ...{ code: 202, message: 'All files together would be too large.' },
  advice: `Delete one first: ${largestTotal} bytes in a chat are the most.`,
});

const agentNeeded: ChatProblem = {
  ...{ code: 910, advice: 'Wait until an agent has joined.', message: 'Files are accepted once an agent is there.' },
};

export const noSuchFile: ChatProblem = {
  ...{ code: 916, advice: 'Send the file-id as it was received.', message: 'There is no such file in this chat.' },
};

export const mayNotDelete: ChatProblem = {
  ...{ code: 910, advice: 'Only its sender can delete a file.', message: 'This file may not be deleted.' },
};

export const tooManyDownloads = ({ mostDownloads }: FileLimits): ChatProblem => ({
  ...{ code: 910, advice: `Keep what you have downloaded: ${mostDownloads} times are the most.` },
  message: 'Files of this chat were downloaded too often.',
});
