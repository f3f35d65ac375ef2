const limitMs = 5000;

/** One request to the agent's own API. Throws an Error with a sentence that can be shown. */
export async function agentApi(path, { tenant, body } = {}) {
  const options =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ tenant, ...body }) };
  const query = body === undefined ? `?${new URLSearchParams({ tenant })}` : '';
  let answer;
  try {
    const response = await fetch(`/agent/api/${path}${query}`, { signal: AbortSignal.timeout(limitMs), ...options });
    answer = await response.json();
  } catch (cause) {
    throw new Error('The connection is interrupted. Reconnecting …', { cause });
  }
  if (answer.error !== undefined) throw new Error(answer.error.message);
  return answer;
}
