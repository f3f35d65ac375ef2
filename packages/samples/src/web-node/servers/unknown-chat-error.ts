/** The Chat Server does not have the chat: it never was, is forgotten, belongs to another tenant, or is at another Chat Server. */
export class UnknownChatError extends Error {
  override readonly name = 'UnknownChatError';

  constructor(readonly application: string) {
    super(`${application} does not have the chat.`);
  }
}
