import type { ErrorRequestHandler } from 'express';
import type { RefusalCode } from '../refused-error.js';
import { refusalOf } from '../refusal-of.js';
import { identityOf } from './chat-identity.js';
import { completeChatReply } from './chat-reply.js';

/**
 * Says in the Chat API's own words what went wrong: temporary (statusCode 1), over (2, chatEnded), or bad input (400). `chatIdAt`: as
 * {@link identityOf}.
 */
export function chatFailure(chatIdAt: number): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'INTERNAL_ERROR' || response.headersSent) {
      next(error);
      return;
    }
    const { httpStatus, ...outcome } = outcomeOf(refusal.code, refusal.status);
    const reply = { ...outcome, errors: [refusal.entry] };
    response.status(httpStatus).json(completeChatReply(reply, identityOf(request, chatIdAt)));
  };
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
    case 'TOO_MANY_REQUESTS':
    case 'REQUEST_TIMEOUT':
      return { httpStatus: status, statusCode: 1, chatEnded: false };
    case 'ALIAS_INVALID':
    case 'CHAT_LOST':
    case 'NOBODY_SELECTABLE':
      return { httpStatus: 200, statusCode: 2, chatEnded: true };
    default:
      return { httpStatus: status, statusCode: 2, chatEnded: false };
  }
}
