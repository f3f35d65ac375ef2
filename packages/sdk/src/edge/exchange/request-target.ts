import axios, { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';

const absolute = /^([a-z][a-z\d+.-]*:)?[\\/]{2}/i;
const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;
/** What the WHATWG URL parser leaves as it is; dot segments are looked for apart. */
const plain = /^[\w\-.~!$&'()*+,;=:@%/?[\]|]*$/;

/**
 * The path and query that a request asks an instance for, encoded. Of a `baseURL` only the path counts: where the request goes is not the
 * caller's to say.
 * @throws AxiosError when the URL names a host: a request never leaves for another one than the instance
 */
export function requestTarget(config: InternalAxiosRequestConfig): string {
  const { url = '', paramsSerializer } = config;
  const params: unknown = config.params;
  if (absolute.test(url)) {
    throw new AxiosError(
      `The URL of a request to an instance must be relative, such as "/path", but is ${JSON.stringify(url)}.`,
      'ERR_INVALID_URL',
      config,
    );
  }
  const path = prefixOf(config) + (url.startsWith('/') || url.startsWith('?') ? url : `/${url}`);
  const whole = params === undefined ? path : axios.getUri({ url: path, params, paramsSerializer });
  const target = whole.startsWith('/') ? whole : `/${whole}`;
  return plain.test(target) && !target.includes('/.') ? target : encoded(target);
}

/** The path of the base URL, without a slash at its end. */
export function prefixOf({ baseURL }: { readonly baseURL?: string | undefined }): string {
  if (baseURL === undefined) return '';
  const path = baseURL.replace(origin, '').replace(/[?#].*$/s, '');
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' || trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}

function encoded(target: string): string {
  const { pathname, search } = new URL(`http://instance${target}`);
  return pathname + search;
}
