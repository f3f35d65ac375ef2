import type { Request } from 'express';
import { RefusedError } from './refused-error.js';

/**
 * The parameter `tenant` of a request, from its body or its query; an empty one counts as none.
 * @throws RefusedError where it is given twice, and differently
 */
export function tenantParameter(request: Request): string | undefined {
  const body: unknown = request.body;
  const inBody = typeof body === 'object' && body !== null && 'tenant' in body ? body.tenant : undefined;
  const [tenant, ...others] = new Set(
    [inBody, request.query.tenant].flat().filter((one) => one !== undefined && one !== ''),
  );
  if (others.length > 0 || (tenant !== undefined && typeof tenant !== 'string')) {
    throw new RefusedError(
      'MALFORMED_REQUEST',
      'The request names more than one tenant.',
      'Send the parameter "tenant" once.',
    );
  }
  return tenant;
}
