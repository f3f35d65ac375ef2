import type { SelectionRequest } from './core/model/selection-request.js';
import { InvalidOptionError } from './errors/invalid-option-error.js';

/**
 * Checks the shape of a request, tenant apart, which has errors of its own. Costs next to nothing for a plain one.
 * @throws InvalidOptionError that names the field
 */
export function checkRequest(request: SelectionRequest): void {
  if (typeof (request as unknown) !== 'object' || (request as unknown) === null) {
    throw new InvalidOptionError('request', 'an object such as { tenant, type }', request);
  }
  const { type, cluster, service, key, exclude } = request;
  if (typeof type !== 'string') throw new InvalidOptionError('type', 'the name of a server type', type);
  if (cluster !== undefined) checkText('cluster', cluster);
  if (service !== undefined) checkText('service', service);
  if (key !== undefined) checkText('key', key);
  if (exclude !== undefined && !Array.isArray(exclude)) {
    throw new InvalidOptionError('exclude', 'a list of names of applications', exclude);
  }
}

function checkText(field: string, value: unknown): void {
  if (typeof value !== 'string') throw new InvalidOptionError(field, 'a text', value);
}
