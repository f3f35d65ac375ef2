// The control server's events, read with fetch because an EventSource cannot carry a bearer token.
const silenceLimitMs = 10_000;

export class TokenRefusedError extends Error {}

/** Reads one connection to its end. Throws when it breaks, falls silent, or the token is refused. */
export async function* serverSentEvents(url, { token, lastEventId }) {
  const aborting = new AbortController();
  let watch;
  const heard = () => {
    clearTimeout(watch);
    watch = setTimeout(() => aborting.abort(), silenceLimitMs);
  };
  heard();
  try {
    const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
    const response = await fetch(url, { headers, signal: aborting.signal, cache: 'no-store' });
    if (response.status === 401) throw new TokenRefusedError();
    if (!response.ok) throw new Error(`the control server answered ${response.status}`);
    let text = '';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      const messages = (text + part.value).split('\n\n');
      text = messages.pop();
      for (const message of messages) yield parse(message);
    }
  } finally {
    clearTimeout(watch);
    aborting.abort();
  }
}

function parse(message) {
  const fields = Object.fromEntries(
    message.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1, 3) ?? ['', '']),
  );
  return { id: fields.id, name: fields.event, body: JSON.parse(fields.data) };
}
