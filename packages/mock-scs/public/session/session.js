// Who is logged in. The control server keeps the session in a cookie that no script can read; the page gets what proves that a request comes from it.
import { RefusedError } from './refused-error.js';

const place = '/console/session';
const roles = ['read', 'operate', 'configure'];
let session;

export const headersForChanging = () => (session === undefined ? {} : { 'x-csrf-token': session.csrf });
export const whoIsLoggedIn = () => session;

/** Whether the role of who is logged in allows what needs a role. */
export const allows = (role) => roles.indexOf(session?.role) >= roles.indexOf(role);

/** Goes on with the session of an earlier visit. @throws RefusedError */
export async function resume() {
  session = await answerOf(await fetch(place, { cache: 'no-store' }));
}

/** @throws RefusedError where the token is not known; any other error tells what happened */
export async function logIn(token) {
  session = await answerOf(
    await fetch(place, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    }),
  );
}

export async function logOut() {
  const headers = headersForChanging();
  forget();
  await fetch(place, { method: 'DELETE', headers });
}

export function forget() {
  session = undefined;
}

async function answerOf(response) {
  if (response.ok) return response.json();
  if (response.status === 401) throw new RefusedError();
  const answer = await response.json().catch(() => undefined);
  throw new Error(answer?.error?.message ?? `The control server answered ${response.status}.`);
}
