import { Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import { answerErrors } from '../answer-errors.js';
import { decodeParameters } from '../decode-parameters.js';
import { servedTenant, tenantOfRequest } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { AskStatistics } from './chat-statistics.js';

const querySchema = z.object({
  service: z.string().max(255).optional(),
  chatId: z.string().max(64).optional(),
});

export interface StatisticsApiOptions {
  readonly scope: Scope;
  readonly askStatistics: AskStatistics;
}

/** `GET /chat?tenant=…` or `?service=…`, and `&chatId=…`: how many wait, and when it is this chat's turn. */
export function statisticsApi({ scope, askStatistics }: StatisticsApiOptions): Router {
  const router = Router();
  router.get('/chat', async (request, response) => {
    const { service, chatId } = decodeParameters(querySchema, request.query);
    response.set('cache-control', 'no-store').json(await askStatistics(tenantOf(request, service), chatId));
  });
  router.use(answerErrors);
  return router;

  function tenantOf(request: Request, service: string | undefined): string {
    const tenant = tenantParameter(request);
    if (service === undefined || service === '') return servedTenant(scope, tenant);
    return tenantOfRequest(scope, { channel: 'chat', service, tenant });
  }
}
