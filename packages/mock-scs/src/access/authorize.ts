import type { RequestHandler } from 'express';
import { Problem } from '../api/problem.js';
import { actorOf } from './actor.js';
import { requiredRole } from './required-role.js';
import { allows } from './role.js';

/** Refuses what the actor's role does not allow; mounted at `/api/v1`, after authentication. */
export const authorize: RequestHandler = (request, response, next) => {
  const actor = actorOf(response);
  const needed = requiredRole(request.method, request.path);
  if (actor === undefined || !allows(actor.role, needed)) {
    const has = actor === undefined ? '' : `; "${actor.name}" has the role "${actor.role}"`;
    throw new Problem(403, 'FORBIDDEN', `This needs a token with the role "${needed}"${has}.`);
  }
  next();
};
