import type { Service } from '../core/model/service.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import { AliasInvalidError } from '../errors/alias-invalid-error.js';
import { AliasRequiredError } from '../errors/alias-required-error.js';
import { checkOption } from '../errors/check-option.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import type { LoadBalancer } from '../load-balancer.js';
import type { ServerType } from '../wire/server-type.js';
import { localsOf } from './framework.js';
import type { FrameworkRequest, FrameworkResponse, Middleware } from './framework.js';
import { requestParameter } from './request-parameter.js';
import type { ParameterPlaces } from './request-parameter.js';
import { tenantOf } from './require-tenant.js';

export interface RequireServiceOptions {
  readonly loadBalancer: Pick<LoadBalancer, 'configuration' | 'resolve' | 'select'>;
  readonly type: ServerType;
  /**
   * Whether the request begins something or goes on with it: `new` always selects, `known` needs the alias of an earlier answer, and
   * `either` resolves an alias where there is one. @defaultValue `either`
   */
  readonly session?: 'new' | 'known' | 'either';
  /** Where a request may carry the alias. @defaultValue `alias` in the body and in the query; no header */
  readonly aliasIn?: ParameterPlaces;
  /** What is asked for beside tenant and type: a `cluster`, a `service`, or the affinity `key` of the request. */
  readonly selection?: (request: FrameworkRequest) => FurtherSelection;
}

type FurtherSelection = Omit<SelectionRequest, 'tenant' | 'type'>;

const nothingMore = (): FurtherSelection => ({});

const aliasPlaces: ParameterPlaces = { body: 'alias', query: 'alias' };
const sessions: readonly unknown[] = ['new', 'known', 'either'];

/**
 * Middleware after {@link requireTenant} that gives a request its server instance: the one that the alias names, or a newly selected one.
 * It is then on `response.locals.service`, and {@link serviceOf} gives it; hand its `alias` to the browser. An alias of another type is
 * refused as one that is not valid: a mail's does not lead to a chat.
 * @throws InvalidOptionError
 */
export function requireService(options: RequireServiceOptions): Middleware {
  const { loadBalancer, type, session = 'either', aliasIn = aliasPlaces, selection = nothingMore } = options;
  checkOption(typeof type === 'string' && type !== '', 'type', 'the name of a server type', type);
  checkOption(sessions.includes(session), 'session', '"new", "known" or "either"', session);

  const find = (request: FrameworkRequest): Service => {
    const tenant = tenantOf(request);
    const alias = session === 'new' ? undefined : requestParameter(request, aliasIn);
    const asked = selection(request);
    if (alias === undefined) {
      if (session === 'known') throw new AliasRequiredError();
      return loadBalancer.select({ ...asked, tenant, type });
    }
    const service = loadBalancer.resolve(alias, { tenant, ...(asked.key !== undefined && { key: asked.key }) });
    const application = loadBalancer.configuration.application(service.application);
    // One that was deleted is still known by its alias for a while, and no longer by its type.
    if (application !== undefined && application.type !== type) throw new AliasInvalidError();
    return service;
  };
  return (request, response, next) => {
    try {
      localsOf(response).service = find(request);
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}

/**
 * The instance that {@link requireService} found.
 * @throws InvalidOptionError where that middleware did not run before
 */
export function serviceOf(response: FrameworkResponse): Service {
  const { service } = localsOf(response);
  if (typeof service === 'object' && service !== null) return service as Service;
  throw new InvalidOptionError('requireService', 'a middleware of this route, before the handler', service);
}
