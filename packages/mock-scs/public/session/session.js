// Who is logged in. The control server keeps the session in a cookie that no script can read; one that has no sessions is shown the token itself.
import { RefusedError } from './refused-error.js';
import { forgetToken, keepToken, keptToken } from './token.js';

const place = '/console/session';
const roles = ['read', 'operate', 'configure'];
let session;

export const headersForReading = () => session?.bearer ?? {};
export const headersForChanging = () => ({
  ...session?.bearer,
  ...(session?.csrf && { 'x-csrf-token': session.csrf }),
});
export const whoIsLoggedIn = () => session;

/** Whether the role of who is logged in allows what needs a role. */
export const allows = (role) => roles.indexOf(session?.role) >= roles.indexOf(role);

/** Goes on with the session of an earlier visit. @throws RefusedError */
export async function resume() {
  const response = await fetch(place, { cache: 'no-store' });
  if (response.ok) session = await response.json();
  else if (response.status === 404 && keptToken()) await logInWithBearer(keptToken());
  else throw new RefusedError();
}

/** @throws RefusedError where the token is not known; any other error tells what happened */
export async function logIn(token) {
  const response = await fetch(place, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (response.ok) session = await response.json();
  else if (response.status === 404) await logInWithBearer(token);
  else if (response.status === 401) throw new RefusedError();
  else throw new Error((await response.json()).error?.message ?? `The control server answered ${response.status}.`);
}

export async function logOut() {
  const headers = headersForChanging();
  const isKept = session?.csrf !== undefined;
  forget();
  if (isKept) await fetch(place, { method: 'DELETE', headers });
}

export function forget() {
  session = undefined;
  forgetToken();
}

async function logInWithBearer(token) {
  const bearer = { authorization: `Bearer ${token}` };
  const response = await fetch('/api/v1/tenants', { headers: bearer, cache: 'no-store' });
  if (!response.ok) throw new RefusedError();
  keepToken(token);
  session = { role: 'configure', bearer };
}
