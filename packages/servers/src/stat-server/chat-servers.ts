import type { Registration } from '@eservices-lb/mock-scs/lca';
import { z } from 'zod';
import { observedChatSchema } from './observed-chat.js';
import type { ObservedChat } from './observed-chat.js';

const limitMs = 900;
const listSchema = z.object({ sessions: z.array(observedChatSchema).max(20_000) });

/** A Chat Server among the Connections. */
export interface ChatServer {
  readonly application: string;
  readonly url: string;
}

export function chatServersOf({ connections }: Registration): readonly ChatServer[] {
  return connections
    .filter(({ type }) => type === 'ChatServer')
    .map(({ application, host, port, secure }) => {
      const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
      return { application, url: `${secure ? 'https' : 'http'}://${authority}` };
    });
}

/** Asks a Chat Server for the chats of a tenant. Rejects where it gives no answer that can be used. */
export type AskChatServer = (server: ChatServer, tenant: string) => Promise<readonly ObservedChat[]>;

export const askingChatServers =
  (serviceSecret: string): AskChatServer =>
  async ({ url }, tenant) => {
    const response = await fetch(`${url}/sessions?tenant=${encodeURIComponent(tenant)}`, {
      headers: { authorization: `Bearer ${serviceSecret}` },
      redirect: 'error',
      signal: AbortSignal.timeout(limitMs),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
    return listSchema.parse(body).sessions;
  };
