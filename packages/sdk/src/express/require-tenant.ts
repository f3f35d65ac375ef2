import type { LoadBalancer } from '../load-balancer.js';
import { checkOption } from '../errors/check-option.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { localsOf } from './framework.js';
import type { FrameworkRequest, Middleware } from './framework.js';
import { fieldOf, requestParameter } from './request-parameter.js';
import type { ParameterPlaces } from './request-parameter.js';
import { servedTenant, tenantOfRequest } from './tenant-of-request.js';

export interface RequireTenantOptions {
  readonly loadBalancer: Pick<LoadBalancer, 'configuration'>;
  /** The name of the Web API Server's application that this process is. */
  readonly application: string;
  /** Where a request may name its tenant. @defaultValue `tenant` in the body and in the query; no header */
  readonly tenantIn?: ParameterPlaces;
  /** `chat` or `email`, say: a service of this channel may name the tenant, and must agree with the request. Without it only the request does. */
  readonly channel?: string;
  /** The service, where there is a channel. @defaultValue the parameter `service` of the route, as in `/chat/:service` */
  readonly service?: string | ((request: FrameworkRequest) => string | undefined);
}

/** Where a request names its tenant unless told otherwise. */
export const tenantPlaces: ParameterPlaces = { body: 'tenant', query: 'tenant' };

/**
 * Middleware that finds out whose request it is, and lets none through without knowing (MT-1). The tenant is then on `request.tenant` and
 * `response.locals.tenant`, and {@link tenantOf} gives it. What is refused goes to the error handler, {@link answerErrors} say. Body parsers come before it.
 * @throws InvalidOptionError
 */
export function requireTenant(options: RequireTenantOptions): Middleware {
  const { loadBalancer, application, tenantIn = tenantPlaces, channel, service = serviceOfRoute } = options;
  checkOption(typeof application === 'string' && application !== '', 'application', 'the name of one', application);
  const scope = { configuration: loadBalancer.configuration, application };

  const find = (request: FrameworkRequest): string => {
    const tenant = requestParameter(request, tenantIn);
    if (channel === undefined) return servedTenant(scope, tenant);
    const name = typeof service === 'string' ? service : service(request);
    return tenantOfRequest(scope, { channel, service: name ?? '', tenant });
  };
  return (request, response, next) => {
    try {
      const tenant = find(request);
      Object.assign(request, { tenant });
      localsOf(response).tenant = tenant;
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}

/**
 * The tenant that {@link requireTenant} found.
 * @throws InvalidOptionError where that middleware did not run before
 */
export function tenantOf(request: FrameworkRequest): string {
  const tenant = fieldOf(request, 'tenant');
  if (typeof tenant === 'string') return tenant;
  throw new InvalidOptionError('requireTenant', 'a middleware of this route, before the handler', tenant);
}

function serviceOfRoute({ params }: FrameworkRequest): string | undefined {
  const service = fieldOf(params, 'service');
  return typeof service === 'string' ? service : undefined;
}
