import type { ServerAnswer } from './server-http.js';

/** How the server calls the file that its answer is; undefined where it is none. Not safe yet: it is whatever somebody called it. */
export function fileNameOf({ headers }: Pick<ServerAnswer, 'headers'>): string | undefined {
  const name = headers['x-file-name'];
  if (typeof name !== 'string') return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
