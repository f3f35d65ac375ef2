/** Path and query of a request, also where the client says a whole URL as to a proxy; `undefined` where it says neither. */
export function pathOf(url = '/'): string | undefined {
  if (url.startsWith('/')) return url;
  if (!URL.canParse(url)) return undefined;
  const { protocol, pathname, search } = new URL(url);
  return ['http:', 'https:'].includes(protocol) ? pathname + search : undefined;
}
