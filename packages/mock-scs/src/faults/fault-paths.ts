import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { body, forbidden, json, refusals, security, unauthenticated, unreadable } from '../api/openapi-parts.js';
import { faultKinds, faultNameSchema } from './fault-kinds.js';
import { faultListSchema } from './fault-routes.js';
import { faultSchema } from './faults.js';

const tags = ['faults'];

/** The paths of this folder in the OpenAPI document. */
export function faultPaths(): readonly RouteConfig[] {
  const orders = faultNameSchema.options.map((kind): RouteConfig => ({
    method: 'post',
    path: `/api/v1/faults/${kind}`,
    tags,
    summary: `Begins the fault ${kind}, which ends by itself`,
    security,
    request: { body: { ...body(faultKinds[kind].parameters), required: false } },
    responses: {
      201: json(faultSchema, 'it is on'),
      ...refusals({ ...unauthenticated, ...forbidden, ...unreadable, 409: 'too many are on' }),
    },
  }));
  return [
    {
      method: 'get',
      path: '/api/v1/faults',
      tags,
      summary: 'The faults that are on, with the time left',
      security,
      responses: { 200: json(faultListSchema, 'the list'), ...refusals(unauthenticated) },
    },
    ...orders,
    {
      method: 'delete',
      path: '/api/v1/faults',
      tags,
      summary: 'Ends every fault',
      security,
      responses: { 204: { description: 'ended' }, ...refusals({ ...unauthenticated, ...forbidden }) },
    },
    {
      method: 'delete',
      path: '/api/v1/faults/{id}',
      tags,
      summary: 'Ends one fault',
      security,
      request: { params: z.object({ id: z.int() }) },
      responses: {
        204: { description: 'ended' },
        ...refusals({ ...unauthenticated, ...forbidden, 404: 'no such fault is on' }),
      },
    },
  ];
}
