import type { Request } from 'express';

/** What names a chat and its participant, in every request and every reply; empty where it is not known. */
export interface ChatIdentity {
  readonly chatId: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly alias: string;
}

const echoableChatId = /^[\w-]{1,64}$/;

/**
 * What a request says of itself. Reads the path, as no route's parameters are at hand where the body could not be read; `chatIdAt` is the part
 * of it that is the chat's id.
 */
export function identityOf({ path, body }: Pick<Request, 'path' | 'body'>, chatIdAt: number): ChatIdentity {
  const chatId = path.split('/')[chatIdAt] ?? '';
  return {
    chatId: echoableChatId.test(chatId) ? chatId : '',
    userId: textOf(body, 'userId'),
    secureKey: textOf(body, 'secureKey'),
    alias: textOf(body, 'alias'),
  };
}

function textOf(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value: unknown = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}
