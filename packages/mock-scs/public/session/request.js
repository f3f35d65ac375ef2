import { headersForChanging } from './session.js';

/** What the control server answered; `error` says why it refused, in words for people. */
export async function request(method, path, { body, headers } = {}) {
  const own = method === 'GET' ? {} : headersForChanging();
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  let response;
  try {
    response = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { ...own, ...type, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    const message = 'The control server cannot be reached; nothing is known to have been done.';
    return { status: 0, isOk: false, error: { code: 'UNREACHABLE', message } };
  }
  const answer = await response.json().catch(() => undefined);
  return {
    status: response.status,
    isOk: response.ok,
    body: answer,
    tag: response.headers.get('etag') ?? undefined,
    error: response.ok ? undefined : (answer?.error ?? { message: `The control server answered ${response.status}.` }),
  };
}
