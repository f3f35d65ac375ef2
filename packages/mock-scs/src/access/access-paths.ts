import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { json, refusals, security, unauthenticated } from '../api/openapi-parts.js';
import { auditListSchema, auditQuerySchema } from './audit-routes.js';
import { loginSchema, sessionSchema } from './session-routes.js';

const csrfHeader = z.object({ 'x-csrf-token': z.string() });

/** The paths of this folder in the OpenAPI document. */
export function accessPaths(): readonly RouteConfig[] {
  return [
    {
      method: 'get',
      path: '/api/v1/audit',
      tags: ['estate'],
      summary: 'Who changed what, and who was refused; the latest, oldest first',
      security,
      request: { query: auditQuerySchema },
      responses: {
        200: json(auditListSchema, 'the entries'),
        ...refusals({ ...unauthenticated, 400: 'the query is none' }),
      },
    },
    {
      method: 'get',
      path: '/console/session',
      tags: ['console'],
      summary: 'Who is logged in with this cookie',
      responses: { 200: json(sessionSchema, 'the session'), ...refusals({ 401: 'nobody' }) },
    },
    {
      method: 'post',
      path: '/console/session',
      tags: ['console'],
      summary: 'Logs in: gives a cookie for a token',
      request: { body: { required: true, content: { 'application/json': { schema: loginSchema } } } },
      responses: {
        200: json(
          sessionSchema,
          'logged in; send `csrf` as the header x-csrf-token with everything that changes something',
        ),
        ...refusals({ 400: 'the body holds no token', 401: 'the token is wrong', 429: 'too many failures' }),
      },
    },
    {
      method: 'delete',
      path: '/console/session',
      tags: ['console'],
      summary: 'Logs out',
      request: { headers: csrfHeader },
      responses: { 204: { description: 'logged out' }, ...refusals({ 403: 'x-csrf-token is missing or wrong' }) },
    },
  ];
}
