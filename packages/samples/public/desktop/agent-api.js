import { t } from '../texts.js';

const limitMs = 5000;

/** One request to the agent's own API. Throws an Error with a sentence that can be shown. */
export async function agentApi(path, { tenant, body, query } = {}) {
  const options =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ tenant, ...body }) };
  const search = body === undefined ? `?${new URLSearchParams({ tenant, ...query })}` : '';
  let answer;
  let response;
  try {
    response = await fetch(`/agent/api/${path}${search}`, { signal: AbortSignal.timeout(limitMs), ...options });
    answer = await response.json();
  } catch (cause) {
    throw new Error(t('agent.reconnecting'), { cause });
  }
  if (response.status === 401) location.assign('/agent/login');
  if (answer.error !== undefined) throw new Error(answer.error.message);
  return answer;
}
