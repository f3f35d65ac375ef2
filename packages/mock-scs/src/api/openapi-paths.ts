import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { hostSchema, snapshotSchema, tenantSchema, versionSchema } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import type { ObjectKind } from '../configuration/configuration.js';
import { listOfKind } from '../configuration/configuration.js';
import { configurationSchema, schemaOfKind } from '../configuration/configuration-schema.js';
import { applicationActionSchema } from '../control/application-action.js';
import {
  applicationListSchema,
  applicationPatchSchema,
  applicationViewSchema,
  errorSchema,
  healthSchema,
  hostListSchema,
  hostPatchSchema,
  tenantListSchema,
  tenantPatchSchema,
  validationSchema,
} from './schemas.js';

const security = [{ token: [] }];
const json = (schema: z.ZodType, description: string) => ({ description, content: { 'application/json': { schema } } });
const refusals = (descriptions: Readonly<Record<number, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(descriptions).flatMap(([status, text]) =>
      text === undefined ? [] : [[status, json(errorSchema, text)]],
    ),
  );
const unauthenticated = { 401: 'the bearer token is missing or wrong' };
const body = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } });
const unreadable = {
  400: 'the body is no JSON, or not what it should be',
  413: 'the body is larger than 256 kB',
  415: 'the body is not application/json',
};

export function controlPaths(): readonly RouteConfig[] {
  return [
    {
      method: 'get',
      path: '/api/v1/health',
      tags: ['estate'],
      summary: 'Whether the control server is there',
      responses: { 200: json(healthSchema, 'it is') },
    },
    {
      method: 'get',
      path: '/api/v1/snapshot',
      tags: ['estate'],
      summary: 'Everything, at one revision',
      security,
      responses: { 200: json(snapshotSchema, 'the estate'), ...refusals(unauthenticated) },
    },
    {
      method: 'get',
      path: '/api/v1/events',
      tags: ['estate'],
      summary: 'Everything, then every change as it happens (server-sent events)',
      description:
        'Events: `snapshot` (Snapshot), `configuration` (ConfigurationChange), `status` (StatusChange), `heartbeat`. The id of each is `<epoch>.<revision>`.',
      security,
      request: {
        headers: z.object({ 'last-event-id': z.string().optional() }),
      },
      responses: {
        200: { description: 'the stream', content: { 'text/event-stream': { schema: z.string() } } },
        ...refusals(unauthenticated),
      },
    },
    {
      method: 'post',
      path: '/api/v1/validate',
      tags: ['estate'],
      summary: 'What is wrong with a configuration',
      security,
      request: { body: body(configurationSchema) },
      responses: {
        200: json(validationSchema, 'the findings; none when it can be used'),
        ...refusals({ ...unauthenticated, ...unreadable }),
      },
    },
  ];
}

const shapes = {
  tenant: { view: tenantSchema, list: tenantListSchema, patch: tenantPatchSchema },
  host: { view: hostSchema, list: hostListSchema, patch: hostPatchSchema },
  application: { view: applicationViewSchema, list: applicationListSchema, patch: applicationPatchSchema },
} as const;

export function objectPaths(): readonly RouteConfig[] {
  return (['tenant', 'host', 'application'] as const).flatMap((kind) => pathsOf(kind));
}

function pathsOf(kind: ObjectKind): readonly RouteConfig[] {
  const list = `/api/v1/${listOfKind[kind]}`;
  const { view, list: listSchema, patch } = shapes[kind];
  const params = z.object({ name: z.string() });
  const unknown = { ...unauthenticated, 404: `there is no such ${kind}` };
  const changeable = {
    ...unknown,
    412: 'it changed since the revision in If-Match',
    422: 'the configuration would no longer hold together',
  };
  const tags = [listOfKind[kind]];
  const headers = z.object({ 'if-match': z.string().optional() });
  return [
    {
      method: 'get',
      path: list,
      tags,
      summary: `Every ${kind}`,
      security,
      responses: { 200: json(listSchema, 'the list'), ...refusals(unauthenticated) },
    },
    {
      method: 'get',
      path: `${list}/{name}`,
      tags,
      summary: `One ${kind}`,
      security,
      request: { params },
      responses: { 200: json(view, `the ${kind}; the header ETag holds its revision`), ...refusals(unknown) },
    },
    {
      method: 'put',
      path: `${list}/{name}`,
      tags,
      summary: `Adds or replaces one ${kind}`,
      security,
      request: { params, headers, body: body(schemaOfKind[kind]) },
      responses: {
        200: json(view, 'replaced'),
        201: json(view, 'added'),
        ...refusals({ ...changeable, ...unreadable }),
      },
    },
    {
      method: 'patch',
      path: `${list}/{name}`,
      tags,
      summary: `Changes the given fields of one ${kind}; each is replaced whole`,
      security,
      request: { params, headers, body: body(patch) },
      responses: { 200: json(view, 'changed'), ...refusals({ ...changeable, ...unreadable }) },
    },
    {
      method: 'delete',
      path: `${list}/{name}`,
      tags,
      summary: `Deletes one ${kind}`,
      security,
      request: { params, headers },
      responses: {
        204: { description: 'deleted' },
        ...refusals({ ...changeable, ...(kind === 'application' && { 409: 'it is running' }) }),
      },
    },
  ];
}

export function actionPaths(): readonly RouteConfig[] {
  const params = z.object({ name: z.string() });
  const actions = applicationActionSchema.options.map((action): RouteConfig => ({
    method: 'post',
    path: `/api/v1/applications/{name}/${action}`,
    summary: `${action} an application`,
    security,
    request: { params },
    responses: {
      200: json(applicationViewSchema, 'done, or asked for; the status tells'),
      ...refusals({ ...unauthenticated, 404: 'there is no such application', 409: 'impossible as it is now' }),
    },
  }));
  const states = (['tenant', 'host'] as const).flatMap((kind) =>
    (['enable', 'disable'] as const).map((action): RouteConfig => ({
      method: 'post',
      path: `/api/v1/${listOfKind[kind]}/{name}/${action}`,
      summary: `${action} a ${kind}`,
      security,
      request: { params },
      responses: {
        200: json(z.object({ ...shapes[kind].view.shape, ...versionSchema.shape }), 'done'),
        ...refusals({ ...unauthenticated, 404: `there is no such ${kind}` }),
      },
    })),
  );
  return [...actions, ...states];
}
