export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of a stream as they come; leaving the loop closes the stream. */
export async function* serverSentEvents(
  url: string,
  headers: Readonly<Record<string, string>>,
): AsyncGenerator<ServerSentEvent> {
  const aborting = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, { headers, signal: aborting.signal });
  if (response.body === null) throw new Error('the answer has no body');
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const part of response.body) {
      text += decoder.decode(part, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) yield parse(message);
    }
  } finally {
    aborting.abort();
  }
}

/** The next event that is no heartbeat. */
export async function nextNews(events: AsyncGenerator<ServerSentEvent>): Promise<ServerSentEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error('the stream ended');
    if (value.event !== 'heartbeat') return value;
  }
}

function parse(message: string): ServerSentEvent {
  const fields = new Map(
    message.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const data = JSON.parse(fields.get('data') ?? '') as Readonly<Record<string, unknown>>;
  return { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data };
}
