import { request } from 'undici';
import { asPagesDo, askUntilAnswered } from '../../chats/asks-again.js';
import type { LoadOptions } from './conversations.js';

const pagesAtATime = 4;
const pageEveryMs = 1_000;
const consoles = 3;
const reopenMs = 500;
const paths = ['/status', '/status?tenant=Resources', '/', '/chat'] as const;

/** Somebody who looks at pages of the web nodes again and again. */
export async function lookAtPages(options: LoadOptions): Promise<void> {
  await Promise.all(Array.from({ length: pagesAtATime }, (_, place) => lookAgainAndAgain(place, options)));
}

async function lookAgainAndAgain(place: number, { webNodes, record, until }: LoadOptions): Promise<void> {
  for (let n = place; performance.now() < until; n += 1) {
    const path = paths[n % paths.length] ?? '/';
    let attempt = n;
    const { httpStatus, problem = '' } = await askUntilAnswered(
      { operation: path, record, asksAgain: asPagesDo },
      () => {
        attempt += 1;
        return webNodes.request<{ readonly statusCode?: number }>(attempt, { method: 'GET', path });
      },
    );
    if (httpStatus !== 200) record.failed(path, `${httpStatus}: ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, pageEveryMs));
  }
}

/** Consoles, which follow the event stream of the control server and open it again when it is lost. Says how often they opened it. */
export async function followEvents(
  { url, token }: { readonly url: string; readonly token: string },
  signal: AbortSignal,
): Promise<number> {
  const counts = await Promise.all(Array.from({ length: consoles }, () => followAgainAndAgain(url, token, signal)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function followAgainAndAgain(url: string, token: string, signal: AbortSignal): Promise<number> {
  let opened = 0;
  while (!signal.aborted) {
    try {
      const { body } = await request(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` }, signal });
      opened += 1;
      body.on('data', () => undefined);
      await new Promise((resolve, reject) => body.once('end', resolve).once('error', reject));
    } catch {
      // Lost: the control server was killed, or cut it by order.
    }
    await new Promise((resolve) => setTimeout(resolve, reopenMs));
  }
  return opened;
}
