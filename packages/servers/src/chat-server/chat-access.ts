import { RequestError } from '../application-server/request-error.js';
import { proven } from './chat-session.js';
import type { ChatSession, Participant } from './chat-session.js';
import type { ChatSessions } from './chat-sessions.js';
import { unknownChat } from './unknown-chat.js';

export interface Proof {
  readonly tenant: string;
  readonly userId: string;
  readonly secureKey: string;
}

/** Who may do something in a chat. */
export class ChatAccess {
  readonly #sessions: ChatSessions;
  readonly #tenants: () => readonly string[];

  /** @param tenants those of this Chat Server at this moment */
  constructor(sessions: ChatSessions, tenants: () => readonly string[]) {
    this.#sessions = sessions;
    this.#tenants = tenants;
  }

  /** @throws RequestError 403 for a tenant that is not this Chat Server's */
  check(tenant: string): void {
    if (this.#tenants().includes(tenant)) return;
    throw new RequestError(403, 'TENANT_NOT_SERVED', `This Chat Server does not serve tenant "${tenant}".`, 'tenant');
  }

  /**
   * The chat and the participant whom id and key prove; undefined where they prove nobody. A customer is heard of by it. A chat goes on to its end also
   * where its tenant is no longer this Chat Server's (F39).
   * @throws RequestError 404 for a chat that this Chat Server does not have
   */
  prove(
    chatId: string,
    { tenant, userId, secureKey }: Proof,
  ): { readonly session: ChatSession; readonly participant: Participant } | undefined {
    const session = this.#sessions.find(tenant, chatId);
    if (session === undefined) throw unknownChat();
    const participant = proven(session, userId, secureKey);
    if (participant === undefined) return undefined;
    if (participant.type === 'Client') this.#sessions.keepAlive(chatId);
    return { session, participant };
  }

  /** The chat with what may be shown of it. */
  shown(chatId: string): ChatSession | undefined {
    return this.#sessions.shown(chatId);
  }
}
