const limitMs = 5000;

/**
 * One request of the Chat API Version 2. Always answers with a reply: where none came, with one that says "for the moment" (statusCode 1),
 * as the API itself does when the Chat Server cannot be reached.
 */
export async function chatApi(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  try {
    const response = await fetch(`/genesys/2/chat/${path}`, {
      method: 'POST',
      body: new URLSearchParams(given),
      signal: AbortSignal.timeout(limitMs),
    });
    const reply = await response.json();
    if (typeof reply.statusCode === 'number' && response.status < 500 && response.status !== 429) return reply;
  } catch {
    // Told below.
  }
  return { statusCode: 1, chatEnded: false, messages: [] };
}

/** What the reply says went wrong, for a person. */
export const problemOf = (reply) => reply.errors?.[0]?.message;
