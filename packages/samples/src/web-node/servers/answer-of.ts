import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import type { Server, ServerAnswer } from './server-http.js';
import { ServerFailedError } from './server-failed-error.js';

const refusalSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
});

/** What an application server says where it refuses a request. */
export type ServerRefusal = z.infer<typeof refusalSchema>['error'];

/**
 * What an application server answered.
 * @throws RefusedError where it refused the request, and ServerFailedError where its answer is not what we expect, or it has lost the tenant
 */
export function answerOf<T>(
  server: Server,
  answer: ServerAnswer,
  {
    schema,
    refused,
  }: { readonly schema: z.ZodType<T>; readonly refused?: (refusal: ServerRefusal) => RefusedError | undefined },
): T {
  if (answer.status >= 400) {
    const refusal = refusalSchema.safeParse(answer.body).data?.error;
    // The tenant was taken from it, which the load balancer hears a moment later.
    if (refusal?.code === 'TENANT_NOT_SERVED') throw new ServerFailedError(server.application, false);
    throw (refusal && refused?.(refusal)) ?? refusalOf(server, answer.status, refusal?.message);
  }
  const { data, error } = schema.safeParse(answer.body);
  if (error !== undefined) throw new ServerFailedError(server.application, true, { cause: error });
  return data;
}

function refusalOf({ application }: Server, status: number, said?: string): RefusedError {
  const message = said ?? `${application} refused the request (${status}).`;
  const advice = 'Correct the request and send it again.';
  if (status === 413) return new RefusedError('PAYLOAD_TOO_LARGE', message, 'Send less.', 413);
  return new RefusedError('MALFORMED_REQUEST', message, advice, status === 404 ? 404 : 400);
}
