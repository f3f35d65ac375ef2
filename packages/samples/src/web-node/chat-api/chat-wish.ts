import { randomUUID } from 'node:crypto';
import type { ChatLocation, ChatFound } from '../chat-location/chat-location.js';
import type { ChatPlace } from '../chat-location/chat-place.js';
import type { ChatAnswer } from '../servers/chat-reply.js';
import type { ChatOperation, ChatParameters, ChatServerClient } from '../servers/chat-server-client.js';

export interface ChatServers {
  readonly chatServer: ChatServerClient;
  readonly chatLocation: ChatLocation;
}

/** Clients give up after 3 s. A refresh may wait 2.5 s for news, and must still fit. */
export const chatLimitMs = 2_700;
const longestMs = 2_800;
const beyondWaitMs = 300;

/** What these say is appended to the chat; each carries an id under which a Chat Server appends it once, however often it hears it. */
const appending: ReadonlySet<ChatOperation> = new Set<ChatOperation>(['send', 'pushUrl', 'customNotice']);

export interface ChatWish {
  readonly operation: ChatOperation;
  readonly parameters: ChatParameters & {
    readonly waitMs?: number | undefined;
    readonly requestId?: string | undefined;
  };
  readonly signal?: AbortSignal | undefined;
}

/** Has a participant's wish carried out where the chat is now. */
export function carryOut(
  { chatServer, chatLocation }: ChatServers,
  place: ChatPlace,
  { operation, parameters: { waitMs, requestId = randomUUID(), ...parameters }, signal }: ChatWish,
): Promise<ChatFound<ChatAnswer>> {
  const { tenant, chatId } = place;
  return chatLocation.ask(place, {
    isRepeatable: true,
    limitMs: waitMs === undefined ? chatLimitMs : Math.min(longestMs, Math.max(chatLimitMs, waitMs + beyondWaitMs)),
    send: (service, limitMs) => {
      const wait = waitMs !== undefined && {
        waitMs: Math.max(0, Math.min(waitMs, Math.floor(limitMs) - beyondWaitMs)),
      };
      const identity = appending.has(operation) && { requestId };
      const wish = { tenant, ...parameters, ...identity, ...wait, limitMs, signal };
      return chatServer.request(service, { chatId, action: operation }, wish);
    },
  });
}
