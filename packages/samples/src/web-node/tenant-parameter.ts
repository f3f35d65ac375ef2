import { requestParameter, tenantPlaces } from '@eservices-lb/sdk/express';
import type { Request } from 'express';

/**
 * The parameter `tenant` of a request, from its body or its query; an empty one counts as none.
 * @throws AmbiguousParameterError where it is given twice, and differently
 */
export const tenantParameter = (request: Request): string | undefined => requestParameter(request, tenantPlaces);
