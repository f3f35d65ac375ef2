import { createHash } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Request, RequestHandler } from 'express';
import { RefusedError } from './refused-error.js';
import type { Scope } from './tenant-of-request.js';

/** Requests a minute. A hundred visitors who poll once a second may come from one address. */
const usually = { 'rate-limit-client': 12_000, 'rate-limit-chat': 900 } as const;
/** Where nothing is said, of so many requests one may begin a chat. */
const requestsPerCreation = 40;
type Option = keyof typeof usually | 'rate-limit-creations';

const windowMs = 60_000;
const ipv6Subnet = 56;

/**
 * Limits to what one sender may ask a web node, a minute, by options of section `web` of its application: `rate-limit-client`, requests of one
 * client address; `rate-limit-creations`, chats that one client address begins, a fortieth of them where nothing is said; `rate-limit-chat`, requests of one participant about one chat. 0 switches a
 * limit off.
 */
export interface RateLimits {
  readonly byClient: RequestHandler;
  readonly creations: RequestHandler;
  /** For routes with a parameter `chatId`. */
  readonly byChat: RequestHandler;
}

export function rateLimits(scope: Scope): RateLimits {
  return {
    byClient: limit(scope, 'rate-limit-client', clientOf),
    creations: limit(scope, 'rate-limit-creations', clientOf),
    byChat: limit(scope, 'rate-limit-chat', senderInChat),
  };
}

/** Whoever asks about a chat, each by itself: who has wrong keys uses up nothing of those with the right ones. */
function senderInChat(request: Request): string {
  const { chatId } = request.params;
  const { userId, secureKey } = (request.body ?? {}) as { readonly userId?: unknown; readonly secureKey?: unknown };
  // The form of an upload is read later.
  const sender = userId === undefined ? clientOf(request) : JSON.stringify([userId, secureKey]);
  return createHash('sha256')
    .update(JSON.stringify([chatId, sender]))
    .digest('base64url');
}

const clientOf = ({ ip = '' }: Request): string => ipKeyGenerator(ip, ipv6Subnet);

function limit(scope: Scope, option: Option, keyOf: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs,
    limit: () => configured(scope, option),
    skip: ({ method }) => method === 'OPTIONS' || configured(scope, option) === 0,
    keyGenerator: keyOf,
    standardHeaders: false,
    legacyHeaders: false,
    requestPropertyName: option,
    handler: (request, response, next) => {
      const { resetTime } = (request as unknown as Record<Option, { readonly resetTime?: Date }>)[option];
      const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - systemClock.wallClock()) / 1_000));
      response.set('retry-after', String(seconds));
      next(
        new RefusedError(
          'TOO_MANY_REQUESTS',
          `More than ${configured(scope, option)} requests a minute came from one sender.`,
          `Send fewer requests, the next one in ${seconds} s.`,
          429,
        ),
      );
    },
  });
}

function configured(scope: Scope, option: Option): number {
  const value = Number(scope.configuration.options(scope.application, 'web')[option] ?? NaN);
  if (Number.isInteger(value) && value >= 0) return value;
  if (option !== 'rate-limit-creations') return usually[option];
  return Math.ceil(configured(scope, 'rate-limit-client') / requestsPerCreation);
}
