import { isAxiosError } from 'axios';

/** Why a request to the control server was not answered, in words that say what to look at. Never holds the token. */
export function describeFailure(error: unknown, url: string): string {
  if (!isAxiosError(error)) return error instanceof Error ? `${url}: ${error.message}` : `${url}: ${String(error)}`;
  if (error.code === 'ERR_CANCELED') return `${url} did not answer in time`;
  return `${url} cannot be reached (${error.code ?? error.message})`;
}

/** Why an answer is not the one that was hoped for. */
export function describeRefusal(status: number, url: string): string {
  if (status === 401) return `${url} refuses the token (HTTP 401): check the option "token"`;
  if (status === 403) return `${url} refuses the token (HTTP 403): it may not read the events`;
  if (status === 404) return `${url} has no events at /api/v1/events (HTTP 404): is it Solution Control Server?`;
  if (status === 429 || status === 503) return `${url} asks to come back later (HTTP ${status})`;
  if (status >= 300 && status < 400) {
    return `${url} redirects elsewhere (HTTP ${status}), which is not followed: give the final address`;
  }
  return `${url} answered HTTP ${status}`;
}
