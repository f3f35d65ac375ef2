import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { estateSnapshotSchema, versionSchema } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import { configurationSchema, schemaOfKind } from '@eservices-lb/sdk/rules';
import { applicationActionSchema } from '../control/application-action.js';
import { hostActionSchema } from '../control/host-action.js';
import { actionSummary } from './action-summary.js';
import { body, forbidden, json, notDurable, refusals, security, unauthenticated, unreadable } from './openapi-parts.js';
import { objectKinds, pathOfKind } from './path-of-kind.js';
import { reachQuerySchema, reachSchema } from './reach-routes.js';
import {
  applicationViewSchema,
  changedSchemaOf,
  findingListSchema,
  healthSchema,
  listSchemaOf,
  noticeListSchema,
  patchSchemaOf,
  validationSchema,
  workListSchema,
  viewSchemaOf,
} from './schemas.js';

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
      responses: { 200: json(estateSnapshotSchema, 'the estate'), ...refusals(unauthenticated) },
    },
    {
      method: 'get',
      path: '/api/v1/events',
      tags: ['estate'],
      summary: 'Everything, then every change as it happens (server-sent events)',
      description:
        'Events: `snapshot` (Snapshot), `configuration` (ConfigurationChange or SurroundingChange), `status` (StatusChange), `host-status` (HostStatusChange), `notice` (Notice, which makes no revision), `heartbeat`. The id of each is `<epoch>.<revision>`.',
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
      path: '/api/v1/switchover',
      tags: ['estate'],
      summary: 'Hands over to the backup control server of the pair',
      security,
      responses: {
        200: json(z.object({ role: z.enum(['primary', 'backup']) }), 'the other one is primary'),
        ...refusals({ ...unauthenticated, 409: 'there is no backup that has everything' }),
      },
    },
    {
      method: 'get',
      path: '/api/v1/notices',
      tags: ['estate'],
      summary: 'The last thousand notices, oldest first',
      security,
      responses: { 200: json(noticeListSchema, 'the notices'), ...refusals(unauthenticated) },
    },
    {
      method: 'get',
      path: '/api/v1/work',
      tags: ['estate'],
      summary: 'What applications show of their work beyond their status, each in words and figures of its own',
      security,
      responses: { 200: json(workListSchema, 'what they last showed'), ...refusals(unauthenticated) },
    },
    {
      method: 'get',
      path: '/api/v1/findings',
      tags: ['estate'],
      summary: 'What the rules of the guide say of the configuration in use, and of the estate as it runs',
      security,
      responses: { 200: json(findingListSchema, 'the findings'), ...refusals(unauthenticated) },
    },
    {
      method: 'post',
      path: '/api/v1/validate',
      tags: ['estate'],
      summary: 'What is wrong with a configuration: fields, references, and the rules of the guide',
      description:
        'A snapshot will do too: its run states are then looked at for hazards. `isUsable` is false where there is any error.',
      security,
      request: { body: body(configurationSchema) },
      responses: {
        200: json(validationSchema, 'the findings, errors and warnings'),
        ...refusals({ ...unauthenticated, ...unreadable, 413: 'the body is larger than 16 MB' }),
      },
    },
  ];
}

export function objectPaths(): readonly RouteConfig[] {
  return objectKinds.flatMap(pathsOf);
}

function pathsOf(kind: ObjectKind): readonly RouteConfig[] {
  const list = `/api/v1/${pathOfKind[kind]}`;
  const view = viewSchemaOf(kind);
  const params = z.object({ name: z.string() });
  const unknown = { ...unauthenticated, 404: `there is no such ${kind}` };
  const changeable = {
    ...unknown,
    ...forbidden,
    412: 'it changed since the revision in If-Match',
    422: 'the configuration would no longer hold together, or break a rule of the guide that it did not break before',
    ...notDurable,
  };
  const tags = [pathOfKind[kind]];
  const headers = z.object({ 'if-match': z.string().optional() });
  return [
    {
      method: 'get',
      path: list,
      tags,
      summary: `Every ${kind}`,
      security,
      responses: { 200: json(listSchemaOf(kind), 'the list'), ...refusals(unauthenticated) },
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
        200: json(changedSchemaOf(kind), 'replaced, with what deserves a second look'),
        201: json(changedSchemaOf(kind), 'added, with what deserves a second look'),
        ...refusals({ ...changeable, ...unreadable }),
      },
    },
    {
      method: 'patch',
      path: `${list}/{name}`,
      tags,
      summary: `Changes the given fields of one ${kind}; each is replaced whole`,
      security,
      request: { params, headers, body: body(patchSchemaOf(kind)) },
      responses: {
        200: json(changedSchemaOf(kind), 'changed, with what deserves a second look'),
        ...refusals({ ...changeable, ...unreadable }),
      },
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

export function reachPaths(): readonly RouteConfig[] {
  return [
    {
      method: 'get',
      path: '/api/v1/applications/{name}/reach',
      tags: ['applications'],
      summary: 'What an application can be balanced to for a tenant, and why not to the rest',
      security,
      request: { params: z.object({ name: z.string() }), query: reachQuerySchema },
      responses: {
        200: json(reachSchema, 'every server of the estate, with the reasons'),
        ...refusals({
          ...unauthenticated,
          400: 'no tenant is named',
          404: 'there is no such application, or no such tenant',
        }),
      },
    },
  ];
}

export function actionPaths(): readonly RouteConfig[] {
  const params = z.object({ name: z.string() });
  const actions = applicationActionSchema.options.map((action): RouteConfig => ({
    method: 'post',
    path: `/api/v1/applications/{name}/${action}`,
    summary: actionSummary(action),
    security,
    request: { params },
    responses: {
      200: json(applicationViewSchema, 'done, or asked for; the status tells'),
      ...refusals({
        ...unauthenticated,
        ...forbidden,
        404: 'there is no such application',
        409: 'impossible as it is now',
        ...((action === 'enable' || action === 'disable') && notDurable),
      }),
    },
  }));
  const pathsOfActions = (kind: 'tenant' | 'host', names: readonly string[]): readonly RouteConfig[] =>
    names.map((action) => ({
      method: 'post',
      path: `/api/v1/${pathOfKind[kind]}/{name}/${action}`,
      summary: `${action} a ${kind}`,
      security,
      request: { params },
      responses: {
        200: json(z.object({ ...viewSchemaOf(kind).shape, ...versionSchema.shape }), 'done'),
        ...refusals({
          ...unauthenticated,
          ...forbidden,
          404: `there is no such ${kind}`,
          ...((action === 'enable' || action === 'disable') && notDurable),
        }),
      },
    }));
  return [
    ...actions,
    ...pathsOfActions('tenant', ['enable', 'disable']),
    ...pathsOfActions('host', hostActionSchema.options),
  ];
}
