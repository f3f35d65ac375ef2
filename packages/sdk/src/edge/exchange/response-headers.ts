import type { IncomingHttpHeaders } from 'node:http';
import { AxiosHeaders } from 'axios';

export type ResponseHeaders = InstanceType<typeof AxiosHeaders>;

/** The headers of a response as axios users know them: lists joined by commas, but for cookies, which always are a list. */
export function responseHeaders(raw: IncomingHttpHeaders): ResponseHeaders {
  const headers = new AxiosHeaders();
  for (const name of Object.keys(raw)) {
    const value = raw[name];
    if (name === '__proto__' || value === undefined) continue;
    // Set as own properties: the names are in lower case and the values trimmed, so there is nothing to normalise.
    if (name === 'set-cookie') headers[name] = Array.isArray(value) ? value : [value];
    else headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
