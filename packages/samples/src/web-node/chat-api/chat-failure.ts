import type { NextFunction, Request, Response } from 'express';
import type { RefusalCode } from '../refused-error.js';
import { refusalOf } from '../refusal-of.js';
import { identityOf } from './chat-identity.js';
import { completeChatReply } from './chat-reply.js';

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
