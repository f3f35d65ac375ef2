import { stateOf } from './chat-session.js';
import type { ChatSession } from './chat-session.js';

const longestLastText = 200;

/** A chat as an agent's list shows it: what it is about, and no more of what people wrote than a line. */
export function summaryOf(session: ChatSession): object {
  const { chatId, alias, service, subject, emailAddress, startedUtc, participants, transcript } = session;
  const lastText = transcript.lastOf('Message')?.text;
  const readTo = Math.max(0, ...participants.filter(({ type }) => type === 'Agent').map((one) => one.readTo));
  return {
    ...{ chatId, alias, service, subject, emailAddress, startedUtc, state: stateOf(session) },
    messageCount: transcript.count('Message'),
    unreadByAgent: transcript.since(readTo + 1).filter(({ type, from }) => type === 'Message' && from.type === 'Client')
      .length,
    nickname: participants[0]?.nickname ?? '',
    participants: participants.filter(({ isPresent }) => isPresent).map(({ nickname }) => nickname),
    ...(lastText !== undefined && { lastText: lastText.slice(0, longestLastText) }),
  };
}
