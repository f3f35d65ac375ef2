import type { ChatMessage } from './chat-message.js';
import type { ChatSession } from './chat-session.js';

/** What has to be written of chats, as rows. */
export interface ChatRows {
  /** Every chat that is written, to see that it is still ours. */
  readonly kept: readonly { readonly chat_id: string; readonly generation: number }[];
  readonly begun: readonly object[];
  readonly changed: readonly object[];
  readonly participants: readonly object[];
  readonly messages: readonly object[];
}

/** The rows that lead from what is stored of each chat to its present state. */
export function rowsOf(
  changes: readonly { readonly session: ChatSession; readonly stored: ChatSession | undefined }[],
): ChatRows {
  return {
    kept: changes.map(({ session: { chatId, generation } }) => ({ chat_id: chatId, generation })),
    begun: changes.filter(({ stored }) => stored === undefined).map(({ session }) => sessionRow(session)),
    changed: changes.filter(isChanged).map(({ session }) => sessionRow(session)),
    participants: changes.flatMap(({ session, stored }) =>
      session.participants.filter((one) => stored?.participants.includes(one) !== true).map(participantRow(session)),
    ),
    messages: changes.flatMap(({ session, stored }) =>
      session.transcript.since(stored?.transcript.nextPosition ?? 1).map(messageRow(session)),
    ),
  };
}

const isChanged = ({ session, stored }: { session: ChatSession; stored: ChatSession | undefined }): boolean =>
  stored !== undefined && (session.isEnded !== stored.isEnded || session.userData !== stored.userData);

const sessionRow = (session: ChatSession): object => ({
  ...{ chat_id: session.chatId, tenant: session.tenant, service: session.service, subject: session.subject },
  ...{ nickname: session.participants[0]?.nickname ?? '', email_address: session.emailAddress },
  ...{ user_data: session.userData, alias: session.alias, generation: session.generation },
  ...{ started_at: session.startedUtc, ended_at: session.isEnded ? session.transcript.last?.utcTime : null },
});

const participantRow =
  ({ chatId }: ChatSession) =>
  (one: ChatSession['participants'][number]): object => ({
    ...{ chat_id: chatId, participant_id: one.participantId, nickname: one.nickname, type: one.type },
    ...{ user_id: one.userId, key_digest: one.keyDigest, is_present: one.isPresent, read_to: one.readTo },
  });

const messageRow =
  ({ chatId, saidBy }: ChatSession) =>
  ({ index, utcTime, type, from, text, messageType, userData }: ChatMessage): object => ({
    ...{ chat_id: chatId, message_index: index, utc_time: utcTime, type, sender: from, text },
    ...{ message_type: messageType, user_data: userData },
    request_id: saidBy.find((one) => one.index === index)?.requestId,
  });
