import { isAxiosError } from 'axios';

/** Why a request to the control server failed, in words that say what to look at. Never holds the token. */
export function describeFailure(error: unknown, url: string): string {
  if (!isAxiosError(error)) return error instanceof Error ? `${url}: ${error.message}` : `${url}: ${String(error)}`;
  const status = error.response?.status;
  if (status === 401 || status === 403) return `${url} refuses the token (HTTP ${status})`;
  if (status !== undefined) return `${url} answered HTTP ${status}`;
  if (error.code === 'ERR_CANCELED') return `${url} did not answer in time`;
  return `${url} cannot be reached (${error.code ?? error.message})`;
}
