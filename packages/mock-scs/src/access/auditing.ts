import type { Clock } from '@eservices-lb/sdk';
import { schemaOfKind } from '@eservices-lb/sdk/rules';
import type { ObjectKind, ObjectReference } from '@eservices-lb/sdk/wire';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { objectKinds, pathOfKind } from '../api/path-of-kind.js';
import type { World } from '../control/world.js';
import { actorOf } from './actor.js';
import type { AuditEntry } from './audit-entry.js';
import type { AuditTrail } from './audit-trail.js';
import { fieldChanges } from './field-changes.js';
import type { FieldChange } from './field-changes.js';
import { requiredRole } from './required-role.js';

const longestPath = 300;

/** Writes down, once the request is over, what it tried to change and what became of it. Mounted before everything that may refuse. */
export function auditing(trail: AuditTrail, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const path = request.originalUrl.split('?')[0] ?? '';
    const from = request.socket.remoteAddress ?? 'unknown';
    response.once('close', () => {
      const status = response.headersSent ? response.statusCode : 0;
      if (isWorthKeeping(request.method, path, status))
        trail.add(entryOf(request, response, { path, from, status, at: clock.wallClock() }));
    });
    next();
  };
}

/** Notes what a request is about to change, while the object is still as it was. Mounted after the body was read. */
export function notingChanges(world: World): RequestHandler {
  return (request, response, next) => {
    const body: unknown = request.body;
    const isChange = requiredRole(request.method, request.path) !== 'read';
    if (isChange && typeof body === 'object' && body !== null)
      response.locals.changes = changesOf(world, request, body);
    next();
  };
}

/**
 * What changed nothing is kept only where it was refused for who asked. Of too many failures none is kept: whoever makes them must not be
 * able to fill the disk.
 */
function isWorthKeeping(method: string, path: string, status: number): boolean {
  if (status === 401 || status === 403) return !(method === 'GET' && path === '/console/session');
  return status !== 429 && requiredRole(method, path.replace(/^\/api\/v1/, '')) !== 'read';
}

function entryOf(
  request: Request,
  response: Response,
  { path, from, status, at }: Pick<AuditEntry, 'path' | 'from' | 'status' | 'at'>,
): AuditEntry {
  const actor = actorOf(response);
  const object = objectOf(path);
  const changes = response.locals.changes as readonly FieldChange[] | undefined;
  return {
    at,
    actor: actor?.name ?? null,
    role: actor?.role ?? null,
    from,
    method: request.method,
    path: path.slice(0, longestPath),
    ...(object && { object }),
    ...(changes && changes.length > 0 && { changes: [...changes] }),
    status,
  };
}

function changesOf(world: World, request: Request, body: object): readonly FieldChange[] {
  const object = objectOf(request.originalUrl.split('?')[0] ?? '');
  if (object === undefined) return fieldChanges({}, body);
  const { kind, name } = object;
  const before = world.has(kind, name) ? world.object(kind, name) : {};
  if (request.method === 'PATCH') return fieldChanges(before, { ...before, ...body });
  const whole = (schemaOfKind[kind] as z.ZodType).safeParse({ ...body, name });
  return fieldChanges(before, whole.success ? whole.data : { ...body, name });
}

function objectOf(path: string): ObjectReference | undefined {
  const [, list, name] = /^\/api\/v1\/([\w-]+)\/([^/]+)/.exec(path) ?? [];
  const kind: ObjectKind | undefined = objectKinds.find((each) => pathOfKind[each] === list);
  if (kind === undefined || name === undefined) return undefined;
  try {
    return { kind, name: decodeURIComponent(name) };
  } catch {
    return undefined;
  }
}
