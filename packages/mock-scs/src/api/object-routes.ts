import { Router } from 'express';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Durability } from '../control/durability.js';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import { listOfKind } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import { schemaOfKind } from '@eservices-lb/sdk/rules';
import type { ConfigurationObject, RuleFinding } from '@eservices-lb/sdk/rules';
import type { RuleCheck } from '../control/rule-check.js';
import type { World } from '../control/world.js';
import { checkIfMatch, entityTag } from './if-match.js';
import { validBody } from './json-body.js';
import { Problem } from './problem.js';
import { patchSchemaOf } from './schemas.js';
import { applicationView } from './views.js';

/** What a view adds to the configuration of an application; sent back by a client, it means nothing. */
const readOnlyFields = ['status', 'mode', 'load', 'sessions', 'effectiveTenants', 'epoch', 'revision', 'warnings'];

export interface ObjectRoutesOptions {
  readonly rules: RuleCheck;
  readonly durability: Pick<Durability, 'committed'>;
  readonly isRunning: (application: string) => boolean;
}

/** Reading and changing the objects of one kind. A change is answered once it is durable. A change that adds errors to the configuration is refused, one that adds warnings answers them. */
export function objectRoutes(
  world: World,
  kind: ObjectKind,
  { rules, durability, isRunning }: ObjectRoutesOptions,
): Router {
  const router = Router();
  const whole: z.ZodType = schemaOfKind[kind];
  const patchSchema = patchSchemaOf(kind);
  const view = (name: string): object =>
    kind === 'application' ? applicationView(world, name) : world.object(kind, name);
  const answer = (response: Response, name: string, warnings: readonly RuleFinding[] = []): (() => void) => {
    const tag = entityTag({ epoch: world.version.epoch, revision: world.changedAt(kind, name) });
    const body = { ...view(name), ...(warnings.length > 0 && { warnings }) };
    return () => response.set('ETag', tag).json(body);
  };
  /** The object is told as the change made it, although others may change it while this change becomes durable. */
  const answerWhenDurable = async (...about: Parameters<typeof answer>): Promise<void> => {
    const send = answer(...about);
    await durability.committed();
    send();
  };
  const change = (request: Request<{ name: string }>, schema: z.ZodType, body: unknown): readonly RuleFinding[] => {
    const { name } = request.params;
    checkIfMatch(world, { kind, name, header: request.get('if-match') });
    let warnings: readonly RuleFinding[] = [];
    world.put(kind, validBody(schema, body) as ConfigurationObject, (after) => {
      warnings = rules.refuseNewErrors(after, { kind, name });
    });
    return warnings;
  };

  router.get('/', (_request, response) => {
    const list = world.configuration[listOfKind[kind]].map(({ name }) => view(name));
    response.json({ ...world.version, [listOfKind[kind]]: list });
  });
  router.get('/:name', (request, response) => {
    answer(response, request.params.name)();
  });
  router.put('/:name', async (request, response) => {
    const { name } = request.params;
    const isNew = !world.has(kind, name);
    const warnings = change(request, whole, named(request.body, name));
    await answerWhenDurable(response.status(isNew ? 201 : 200), name, warnings);
  });
  router.patch('/:name', async (request, response) => {
    const { name } = request.params;
    const before = world.object(kind, name);
    const patch = validBody(patchSchema, request.body);
    const warnings = change(request, whole, { ...before, ...patch });
    await answerWhenDurable(response, name, warnings);
  });
  router.delete('/:name', async (request, response) => {
    const { name } = request.params;
    world.object(kind, name);
    checkIfMatch(world, { kind, name, header: request.get('if-match') });
    if (kind === 'application' && isRunning(name))
      throw new ImpossibleActionError(name, 'delete', 'it is running; stop it');
    world.remove(kind, name, (after) => {
      rules.refuseNewErrors(after, undefined);
    });
    await durability.committed();
    response.status(204).end();
  });
  return router;
}

/** The body of a PUT, with the name of its path where it has none of its own. */
function named(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const fields: { readonly name?: unknown } = Object.fromEntries(
    Object.entries(body).filter(([field]) => !readOnlyFields.includes(field)),
  );
  if (fields.name !== undefined && fields.name !== name) {
    throw new Problem(400, 'INVALID_BODY', `The body names ${JSON.stringify(fields.name)}, the path "${name}".`, {
      field: 'name',
    });
  }
  return { ...fields, name };
}
