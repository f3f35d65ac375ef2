import { Router } from 'express';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { tenantsServed } from '../application-server/tenants-served.js';

/** Bytes of JSON: an interaction has a hundred attributes of 4,096 letters, and a few more that strategies found out. */
export const longestExternalServiceRequest = 2 * 1024 * 1024;

const name = z.string().min(1).max(255);
const value = z.string().max(4_096);
const values = z.record(name, value);

export const externalServiceRequestSchema = z.object({
  /** The same for every attempt at the same request. */
  requestId: z.string().min(1).max(128),
  tenant: z.string().min(1, 'name the tenant (MT-1)').max(255),
  parameters: values.default({}),
  interaction: z.object({
    ...{ interactionId: z.string().max(64), media: z.string().max(32), tenant: z.string().max(255) },
    subject: z.string().max(998),
    /** As Interaction Server takes them: also one without a name. */
    attributes: z.record(z.string().max(255), value),
  }),
});
export type ExternalServiceRequest = z.infer<typeof externalServiceRequestSchema>;

/**
 * Does what a strategy asks for. What it returns become attributes of the interaction.
 * @throws RequestError where it cannot be done
 */
export type Operation = (request: ExternalServiceRequest) => Promise<Readonly<Record<string, string>>>;

export interface ExternalServiceOptions {
  /** What this server can do, by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The tenants of this server at this moment. */
  readonly tenants: () => readonly string[];
  readonly isAccepting: () => boolean;
}

/**
 * What Interaction Server asks of an application server (External Services Protocol, IXN-4): `POST /esp/{operation}`, or PUT where the
 * request may be repeated. `NOT_ACCEPTING`, `TENANT_NOT_SERVED` and `UNKNOWN_OPERATION` say that nothing was done.
 */
export function externalServiceRoutes({ operations, tenants, isAccepting }: ExternalServiceOptions): Router {
  const router = Router();
  const check = tenantsServed(tenants);
  router.all('/esp/:operation', async (request, response, next) => {
    if (request.method !== 'POST' && request.method !== 'PUT') {
      next();
      return;
    }
    const wanted = decode(externalServiceRequestSchema, request.body);
    check(wanted.tenant);
    const operation = Object.hasOwn(operations, request.params.operation)
      ? operations[request.params.operation]
      : undefined;
    if (operation === undefined) throw unknownOperation(request.params.operation, Object.keys(operations));
    if (!isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This server takes no new requests at the moment.');
    response.json({ result: await operation(wanted) });
  });
  return router;
}

const unknownOperation = (operation: string, known: readonly string[]): RequestError =>
  new RequestError(
    404,
    'UNKNOWN_OPERATION',
    `This server has no operation "${operation}", only ${known.join(', ')}.`,
    'operation',
  );
