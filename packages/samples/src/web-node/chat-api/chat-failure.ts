import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import type { RefusalCode } from '../refused-error.js';
import { refusalOf } from '../refusal-of.js';
import { completeChatReply } from './chat-reply.js';
import type { ChatIdentity } from './chat-reply.js';

/** Says in the Chat API's own words what went wrong: temporary (statusCode 1), over (2, chatEnded), or bad input (400). */
export function chatFailure(error: unknown, request: Request, response: Response, next: NextFunction): void {
  const refusal = refusalOf(error);
  if (refusal.code === 'INTERNAL_ERROR' || response.headersSent) {
    next(error);
    return;
  }
  const { httpStatus, ...outcome } = outcomeOf(refusal.code, refusal.status);
  response.status(httpStatus).json(completeChatReply({ ...outcome, errors: [refusal.entry] }, identityOf(request)));
}

interface Outcome {
  readonly httpStatus: number;
  readonly statusCode: 1 | 2;
  readonly chatEnded: boolean;
}

function outcomeOf(code: RefusalCode, status: number): Outcome {
  switch (code) {
    case 'SERVER_UNREACHABLE':
      return { httpStatus: 200, statusCode: 1, chatEnded: false };
    case 'ALIAS_INVALID':
    case 'CHAT_LOST':
    case 'NOBODY_SELECTABLE':
      return { httpStatus: 200, statusCode: 2, chatEnded: true };
    default:
      return { httpStatus: status, statusCode: 2, chatEnded: false };
  }
}

const text = z.string().catch('');
const identitySchema = z
  .object({ userId: text, secureKey: text, alias: text })
  .catch({ userId: '', secureKey: '', alias: '' });

const echoableChatId = /^[\w-]{1,64}$/;

/** What the request said of itself, given back. No route's parameters are at hand where its body could not be read. */
function identityOf({ path, body }: Request): ChatIdentity {
  const [, , chatId = ''] = path.split('/');
  return { chatId: echoableChatId.test(chatId) ? chatId : '', ...identitySchema.parse(body) };
}
