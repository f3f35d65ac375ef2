import { AmbiguousParameterError } from '../errors/ambiguous-parameter-error.js';
import type { FrameworkRequest } from './framework.js';

/** Where a request may say something, and under which name. A place that is not listed is not looked at. */
export interface ParameterPlaces {
  readonly body?: string;
  readonly query?: string;
  /** In any case. Set it only where nobody but you can send the header. */
  readonly header?: string;
}

/**
 * What the request says, from all the places together; an empty text counts as nothing.
 * @throws AmbiguousParameterError where two places differ, or what is sent is no text
 */
export function requestParameter(request: FrameworkRequest, places: ParameterPlaces): string | undefined {
  const { body, query, header } = places;
  const said = [
    body === undefined ? undefined : fieldOf(request.body, body),
    query === undefined ? undefined : fieldOf(request.query ?? queryOf(request.url), query),
    header === undefined ? undefined : request.headers[header.toLowerCase()],
  ];
  const [value, ...others] = new Set(said.flat().filter((one) => one !== undefined && one !== ''));
  if (value === undefined) return undefined;
  if (others.length > 0 || typeof value !== 'string') {
    throw new AmbiguousParameterError(body ?? query ?? header ?? '');
  }
  return value;
}

export function fieldOf(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return undefined;
  return (record as Readonly<Record<string, unknown>>)[name];
}

function queryOf(url = ''): Readonly<Record<string, readonly string[]>> {
  const parameters = new URLSearchParams(url.split('?').slice(1).join('?'));
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}
