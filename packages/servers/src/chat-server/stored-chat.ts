import { z } from 'zod';
import type { ChatMessage, MessageType } from './chat-message.js';
import type { ChatSession, Participant } from './chat-session.js';
import { lastWords } from './doubts.js';
import { Transcript } from './transcript.js';

/** bigint comes as text. */
const utcTime = z.coerce.number();
const userData = z.record(z.string(), z.string());
const participantType = z.enum(['Client', 'Agent', 'Supervisor', 'System']);

const sessionSchema = z.object({
  ...{ chat_id: z.string(), tenant: z.string(), service: z.string(), subject: z.string() },
  ...{ email_address: z.string(), user_data: userData, alias: z.string(), generation: z.int(), started_at: utcTime },
});

const participantSchema = z
  .object({
    ...{ participant_id: z.int(), nickname: z.string(), type: participantType, user_id: z.string() },
    ...{ key_digest: z.string(), is_present: z.boolean(), read_to: z.int() },
  })
  .transform((row): Participant => ({
    ...{ participantId: row.participant_id, nickname: row.nickname, type: row.type, userId: row.user_id },
    ...{ keyDigest: row.key_digest, isPresent: row.is_present, readTo: row.read_to },
  }));

const messageSchema = z.object({
  ...{ message_index: z.int(), utc_time: utcTime, type: z.string(), request_id: z.string().nullable() },
  sender: z.object({ nickname: z.string(), participantId: z.int(), type: participantType }),
  ...{ text: z.string().nullable(), message_type: z.string().nullable(), user_data: userData.nullable() },
});

export interface ChatRecord {
  readonly session: unknown;
  readonly participants: readonly unknown[];
  readonly messages: readonly unknown[];
}

/** A chat as it comes out of the database. */
export function storedChat(record: ChatRecord): ChatSession {
  const session = sessionSchema.parse(record.session);
  const messages = record.messages.map((row) => messageSchema.parse(row));
  return {
    ...{ chatId: session.chat_id, tenant: session.tenant, service: session.service, subject: session.subject },
    ...{ emailAddress: session.email_address, alias: session.alias, generation: session.generation },
    ...{ startedUtc: session.started_at, userData: session.user_data, isEnded: false },
    participants: record.participants.map((row) => participantSchema.parse(row)),
    transcript: Transcript.of(messages.map(messageOf)),
    doubts: lastWords(messages.map(messageOf)),
    saidBy: messages.flatMap(({ message_index: index, request_id: requestId }) =>
      requestId === null ? [] : [{ index, requestId }],
    ),
  };
}

function messageOf(row: z.infer<typeof messageSchema>): ChatMessage {
  return {
    ...{ from: row.sender, index: row.message_index, type: row.type as MessageType, utcTime: row.utc_time },
    ...(row.text !== null && { text: row.text }),
    ...(row.message_type !== null && { messageType: row.message_type }),
    ...(row.user_data !== null && { userData: row.user_data }),
  };
}
