import type { ChatSession } from './chat-session.js';

/** Who wants to take a chat over. */
export interface Claim {
  readonly tenant: string;
  /** Under which the web tier reaches the Chat Server that claims it. */
  readonly alias: string;
  /** Aliases that lead nowhere any more. */
  readonly lost: readonly string[];
}

/** What became of a claim: the chat is ours, or somebody else's. */
export type Claimed = { readonly session: ChatSession } | { readonly alias: string };

/** Where chats outlive their Chat Server. */
export interface ChatStore {
  /**
   * Resolves once the chat's present state is stored, or will be as soon as the database is there again.
   * @throws RequestError 503 where the store is closed before, 404 where the chat is another Chat Server's by now
   */
  save(session: ChatSession): Promise<void>;
  /** Takes the chat over if its owner is lost. Undefined where there is no such chat, or none that goes on. */
  claim(chatId: string, claim: Claim): Promise<Claimed | undefined>;
  /** Stores what is to be stored still, for two seconds at most. */
  close(): Promise<void>;
}

/** Keeps nothing: a chat is lost with its Chat Server, as in release 8.1.4. */
export const noStore: ChatStore = {
  save: () => Promise.resolve(),
  claim: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
};
