import axios from 'axios';
import type { ConfigurationReader } from '@eservices-lb/sdk';
import { Router } from 'express';
import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import { servedTenant } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';

/** What a developer may do to an instance from the status page. */
export const statusActions = ['kill', 'disable', 'enable', 'stop-gracefully', 'start', 'suspend', 'resume'] as const;

export interface StatusActionsOptions {
  readonly scope: Scope;
  /** The control servers, the primary first. */
  readonly scs: readonly string[];
}

const limitMs = 2_500;
const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/**
 * `POST /status/actions/{application}/{action}?tenant=…`: hands an order on to the control server, with the token of whoever gives it, which
 * is not kept. The web node's own token may only read.
 */
export function statusActionsApi({ scope, scs }: StatusActionsOptions): Router {
  const router = Router();
  router.post('/:application/:action', async (request, response) => {
    const tenant = servedTenant(scope, tenantParameter(request));
    const { application, action } = request.params;
    if (!statusActions.some((one) => one === action) || !isReached(scope.configuration, application, tenant)) {
      const message = `There is no "${action}" for "${application}" of tenant "${tenant}" here.`;
      throw new RefusedError('UNKNOWN_ROUTE', message, 'Choose an instance and an action of the status page.', 404);
    }
    const authorization = request.get('authorization');
    if (authorization?.startsWith('Bearer ') !== true) throw noToken('The order carries no token.');
    await order({ scs, authorization, path: `${encodeURIComponent(application)}/${action}` });
    response.json({ application, action });
  });
  return router;
}

const isReached = (configuration: ConfigurationReader, name: string, tenant: string): boolean =>
  ['ChatServer', 'EmailServer'].some((type) =>
    configuration.applications({ type, tenant }).some((one) => one.name === name),
  );

interface Order {
  readonly scs: readonly string[];
  readonly authorization: string;
  readonly path: string;
}

/** Asks one control server after the other: a backup says that it is none, and one that is down says nothing. */
async function order({ scs, authorization, path }: Order): Promise<void> {
  let refusal: unknown;
  for (const url of scs) {
    const answer = await axios
      .post<unknown>(`${url}/api/v1/applications/${path}`, undefined, {
        ...{ headers: { authorization }, timeout: limitMs, proxy: false, maxRedirects: 0 },
        validateStatus: () => true,
      })
      .catch(() => undefined);
    if (answer === undefined || answer.status >= 500) continue;
    if (answer.status < 300) return;
    refusal = answer.data;
    if (answer.status === 401 || answer.status === 403) throw noToken(messageOf(refusal));
    throw new RefusedError('ACTION_REFUSED', messageOf(refusal), 'See the console of the control server.');
  }
  throw new RefusedError('SERVER_UNREACHABLE', 'The control server cannot be reached.', 'Try again in a moment.', 503);
}

const messageOf = (refusal: unknown): string =>
  refusalSchema.safeParse(refusal).data?.error.message ?? 'The control server refuses it.';

const noToken = (message: string): RefusedError =>
  new RefusedError('ACTION_FORBIDDEN', message, 'Give the token that `npm start` shows.', 403);
