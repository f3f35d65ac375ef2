import type { Response } from 'express';
import { chatOver } from '../chat-location/chat-over.js';
import type { ChatFound } from '../chat-location/chat-location.js';
import type { ChatAnswer, ChatReply } from '../servers/chat-reply.js';
import type { ChatIdentity } from './chat-identity.js';

/** A reply of the Chat API Version 2: complete, with `chatEnded` said explicitly, for clients take its absence for the end. */
export type CompleteChatReply = ChatIdentity &
  Required<Pick<ChatReply, 'statusCode' | 'chatEnded' | 'nextPosition' | 'messages'>> &
  Pick<ChatReply, 'errors' | 'userData'>;

export function completeChatReply(reply: ChatReply, identity: ChatIdentity): CompleteChatReply {
  return { chatEnded: false, nextPosition: 1, messages: [], ...identity, ...reply };
}

/**
 * Answers with what the Chat Server said, and with the alias of the Chat Server that said it.
 * @throws RefusedError where it said that the chat is over: an outsider is told the same of every chat that is not theirs
 */
export function answerChat(
  response: Response,
  { answer: { reply, isBadInput }, alias }: ChatFound<ChatAnswer>,
  identity: ChatIdentity,
): void {
  if (reply.statusCode === 2 && reply.chatEnded === true && !isBadInput) throw chatOver();
  response.status(isBadInput ? 400 : 200).json(completeChatReply(reply, { ...identity, alias }));
}
