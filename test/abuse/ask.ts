import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer } from './answer.js';

export type Form = Readonly<Record<string, string>>;

export interface Wish {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Form;
  readonly json?: unknown;
  readonly body?: string | Buffer | FormData;
}

const limitMs = 60_000;

/** Asks, and follows no redirection. */
export async function ask(url: string, { method, headers = {}, form, json, body }: Wish = {}): Promise<Answer> {
  const sent = form === undefined ? (json === undefined ? body : JSON.stringify(json)) : new URLSearchParams(form);
  const answer = await fetch(url, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(sent !== undefined && { body: sent as never }),
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Sends bytes as they are, and resolves with everything that comes until the other side ends the connection. */
export async function send(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(bytes);
  const cut = AbortSignal.timeout(limitMs);
  cut.addEventListener('abort', () => socket.destroy(new Error('The connection was not ended.')));
  const answered = await text(socket).catch((error: unknown) => {
    if (error instanceof Error && error.message === 'The connection was not ended.') throw error;
    return '';
  });
  if (!socket.closed) await once(socket, 'close');
  return answered;
}
