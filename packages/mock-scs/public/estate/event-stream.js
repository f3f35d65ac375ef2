// The control server's events, read with fetch: an EventSource would hide why a connection was refused.
import { RefusedError } from '../session/refused-error.js';

const silenceLimitMs = 10_000;

/** This control server is the backup of its pair, which tells nobody anything. */
export class BackupError extends Error {}

/** Reads one connection to its end. Throws when it breaks, falls silent, or nobody is logged in. */
export async function* serverSentEvents(url, { lastEventId, signal }) {
  const aborting = new AbortController();
  let watch;
  const heard = () => {
    clearTimeout(watch);
    watch = setTimeout(() => aborting.abort(), silenceLimitMs);
  };
  heard();
  signal.addEventListener('abort', () => aborting.abort());
  try {
    const response = await fetch(url, {
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
      signal: aborting.signal,
      cache: 'no-store',
    });
    if (response.status === 401) throw new RefusedError();
    if (response.status === 503 && (await codeOf(response)) === 'NOT_PRIMARY') throw new BackupError();
    if (!response.ok) throw new Error(`the control server answered ${response.status}`);
    let parts = [];
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      const isEndSplit = part.value.startsWith('\n') && parts.at(-1)?.endsWith('\n');
      parts.push(part.value);
      if (!isEndSplit && !part.value.includes('\n\n')) continue;
      const messages = parts.join('').split('\n\n');
      parts = [messages.pop()];
      for (const message of messages) yield parse(message);
    }
  } finally {
    clearTimeout(watch);
    aborting.abort();
  }
}

async function codeOf(response) {
  const answer = await response.json().catch(() => undefined);
  return answer?.error?.code;
}

function parse(message) {
  const fields = Object.fromEntries(
    message.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1, 3) ?? ['', '']),
  );
  return { id: fields.id, name: fields.event, body: JSON.parse(fields.data) };
}
