import { readFile } from 'node:fs/promises';
import { isHttpUrl } from './http-url.js';
import { ImpossibleCommandError } from './exit-code.js';

const limitMs = 30_000;

/**
 * The text of a file, or of what is at a URL. The address of a control server stands for its snapshot.
 * @throws ImpossibleCommandError
 */
export async function readText(place: string, token: string | undefined): Promise<string> {
  try {
    return isHttpUrl(place) ? await fetchText(new URL(place), token) : await readFile(place, 'utf8');
  } catch (error) {
    throw new ImpossibleCommandError(`${place} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

async function fetchText(url: URL, token: string | undefined): Promise<string> {
  if (url.pathname === '/') url.pathname = '/api/v1/snapshot';
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(limitMs) });
  if (response.ok) return response.text();
  await response.body?.cancel();
  const hint = response.status === 401 ? ' Give the token with --token or ESERVICES_TOKEN.' : '';
  throw new Error(`${url.href} answers ${response.status}.${hint}`);
}

/** fetch hides why it failed in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
