import axios from 'axios';
import type { Estate } from './start-estate.js';

/** Logs an agent of the demo in; the cookie to send with what only agents may ask. */
export async function agentCookie({ ready }: Estate, username = 'agent'): Promise<string> {
  const form = new URLSearchParams({ username, password: ready.agentPassword });
  const answer = await axios.post(`${ready.urls.web[0]}/agent/session`, form, {
    maxRedirects: 0,
    validateStatus: () => true,
  });
  if (answer.status !== 303) throw new Error(`The agent "${username}" cannot log in: ${answer.status}.`);
  return (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
}
