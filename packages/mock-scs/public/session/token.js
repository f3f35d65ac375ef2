// The operator's token: from the address that `npm start` prints, then kept for this tab where the control server keeps no session.
const key = 'eservices-lb.token';

/** The token of the address, which is then taken out of it. */
export function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname);
  return token;
}

export const keptToken = () => sessionStorage.getItem(key);
export const keepToken = (token) => sessionStorage.setItem(key, token);
export const forgetToken = () => sessionStorage.removeItem(key);
