/** A chat, and the alias under which somebody looks for it. */
export interface ChatPlace {
  readonly tenant: string;
  readonly chatId: string;
  readonly alias: string;
}

/** Chats of different tenants never share anything, even where their ids are equal. No id contains a space. */
export const placeKey = ({ tenant, chatId }: Pick<ChatPlace, 'tenant' | 'chatId'>): string => `${chatId} ${tenant}`;
