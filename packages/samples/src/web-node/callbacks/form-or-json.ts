import { json } from 'express';
import type { RequestHandler } from 'express';
import { bodyInTime } from '../body-in-time.js';
import { chatForm } from '../chat-api/chat-form.js';

const limitMs = 10_000;

/** Reads a form or JSON into `request.body`, and refuses every other body. */
export function formOrJson(): readonly RequestHandler[] {
  const unlessJson =
    (handler: RequestHandler): RequestHandler =>
    (request, response, next) => {
      if (typeof request.is('json') === 'string') next();
      else handler(request, response, next);
    };
  return [bodyInTime(limitMs, json({ limit: '64kb' })), ...chatForm().map(unlessJson)];
}
