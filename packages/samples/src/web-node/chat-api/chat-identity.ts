import type { Request } from 'express';
import { z } from 'zod';

/** What names a chat and its participant, in every request and every reply; empty where it is not known. */
export interface ChatIdentity {
  readonly chatId: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly alias: string;
}

const text = z.string().catch('');
const identitySchema = z
  .object({ userId: text, secureKey: text, alias: text })
  .catch({ userId: '', secureKey: '', alias: '' });
const echoableChatId = /^[\w-]{1,64}$/;

/** What a request to the Chat API says of itself. Reads the path, as no route's parameters are at hand where the body could not be read. */
export function identityOf({ path, body }: Pick<Request, 'path' | 'body'>): ChatIdentity {
  const [, , chatId = ''] = path.split('/');
  return { chatId: echoableChatId.test(chatId) ? chatId : '', ...identitySchema.parse(body) };
}
