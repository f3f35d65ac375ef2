import type { ChatLocation, ChatFound } from '../chat-location/chat-location.js';
import type { ChatPlace } from '../chat-location/chat-place.js';
import type { ChatAnswer } from '../servers/chat-reply.js';
import type { ChatOperation, ChatParameters, ChatServerClient } from '../servers/chat-server-client.js';

export interface ChatServers {
  readonly chatServer: ChatServerClient;
  readonly chatLocation: ChatLocation;
}

/** Clients give up after 3 s. A refresh may wait 2.5 s for news, and must still fit. */
export const chatLimitMs = 2_000;
const longestMs = 2_850;
const beyondWaitMs = 350;

/** Doing these twice changes nothing, or nothing that anybody sees. */
const repeatable: ReadonlySet<ChatOperation> = new Set<ChatOperation>([
  ...(['refresh', 'startTyping', 'stopTyping', 'disconnect', 'updateData', 'readReceipt', 'fileLimits'] as const),
]);

export interface ChatWish {
  readonly operation: ChatOperation;
  readonly parameters: ChatParameters & { readonly waitMs?: number | undefined };
  readonly signal?: AbortSignal | undefined;
}

/** Has a participant's wish carried out where the chat is now. */
export function carryOut(
  { chatServer, chatLocation }: ChatServers,
  place: ChatPlace,
  { operation, parameters: { waitMs, ...parameters }, signal }: ChatWish,
): Promise<ChatFound<ChatAnswer>> {
  const { tenant, chatId } = place;
  return chatLocation.ask(place, {
    isRepeatable: repeatable.has(operation),
    limitMs: waitMs === undefined ? chatLimitMs : Math.min(longestMs, Math.max(chatLimitMs, waitMs + beyondWaitMs)),
    send: (service, limitMs) => {
      const wait = waitMs !== undefined && {
        waitMs: Math.max(0, Math.min(waitMs, Math.floor(limitMs) - beyondWaitMs)),
      };
      const wish = { tenant, ...parameters, ...wait, limitMs, signal };
      return chatServer.request(service, { chatId, action: operation }, wish);
    },
  });
}
