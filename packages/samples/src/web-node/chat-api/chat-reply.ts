import type { Response } from 'express';
import { identityOf } from './chat-identity.js';
import type { ChatIdentity } from './chat-identity.js';
import type { ChatAnswer, ChatReply } from '../servers/chat-server-client.js';

/** A reply of the Chat API Version 2: complete, with `chatEnded` said explicitly, for clients take its absence for the end. */
export type CompleteChatReply = ChatIdentity &
  Required<Pick<ChatReply, 'statusCode' | 'chatEnded' | 'nextPosition' | 'messages'>> &
  Pick<ChatReply, 'errors' | 'userData'>;

export function completeChatReply(reply: ChatReply, identity: ChatIdentity): CompleteChatReply {
  return { chatEnded: false, nextPosition: 1, messages: [], ...identity, ...reply };
}

/** Answers with what the Chat Server said, and with the alias of the Chat Server that said it. */
export function answerChat(response: Response, { reply, isBadInput }: ChatAnswer, alias: string): void {
  const identity = { ...identityOf(response.req), alias };
  response.status(isBadInput ? 400 : 200).json(completeChatReply(reply, identity));
}
