import axios from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';

/** What a request line can hold as it is; anything else is escaped as a browser would. */
const plain = /^\/(?!\/)[\w\-./~!$&'()*+,;=:@%?]*$/;

/** The path and query of a request to whichever instance: `url` is always relative to it, also where it looks absolute. */
export function requestPath({ url = '', params, paramsSerializer }: InternalAxiosRequestConfig): string {
  const relative = url.startsWith('/') ? url : `/${url}`;
  const path =
    params === undefined
      ? relative
      : axios.getUri({ url: relative, params: params as unknown, ...(paramsSerializer && { paramsSerializer }) });
  if (plain.test(path) && !path.includes('/.')) return path;
  // Read behind a host of its own, so that no path can be taken for one.
  const { pathname, search } = new URL(`http://instance${path.replaceAll('\\', '%5C')}`);
  return pathname + search;
}
