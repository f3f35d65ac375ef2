import type { ConfigurationReader } from '@eservices-lb/sdk';
import type { ConnectedApplication } from '@eservices-lb/mock-scs/lca';
import type { ChatServerClient, ChatSummary } from '../servers/chat-server-client.js';
import type { Server } from '../servers/server-http.js';

export interface ChatDeskOptions {
  readonly configuration: ConfigurationReader;
  /** The applications on this web node's Connections, with their addresses. */
  readonly connections: () => readonly ConnectedApplication[];
  readonly chatServer: Pick<ChatServerClient, 'list'>;
}

/** A chat, with the name of the Chat Server that has it. */
export interface DeskChat extends ChatSummary {
  readonly application: string;
}

/**
 * All chats of a tenant, for its agents. They are where the customers' selections put them, on draining Chat Servers too, so the desk asks
 * every Chat Server of the tenant rather than a selected one.
 */
export interface ChatDesk {
  /** Chats by age, and the Chat Servers that did not answer. */
  list(tenant: string): Promise<{ readonly chats: readonly DeskChat[]; readonly silent: readonly string[] }>;
}

export function chatDesk({ configuration, connections, chatServer }: ChatDeskOptions): ChatDesk {
  const serversOf = (tenant: string): readonly Server[] => {
    const names = new Set(configuration.applications({ type: 'ChatServer', tenant }).map(({ name }) => name));
    return connections()
      .filter(({ application }) => names.has(application))
      .map(serverAt);
  };
  return {
    async list(tenant) {
      const servers = serversOf(tenant);
      const answers = await Promise.allSettled(servers.map((server) => chatsOf(server, tenant)));
      const chats = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const silent = servers
        .filter((_, index) => answers[index]?.status === 'rejected')
        .map(({ application }) => application);
      return { chats: chats.sort((a, b) => a.startedUtc - b.startedUtc), silent };
    },
  };

  async function chatsOf(server: Server, tenant: string): Promise<readonly DeskChat[]> {
    const chats = await chatServer.list(server, tenant);
    return chats.map((chat) => ({ ...chat, application: server.application }));
  }
}

function serverAt({ application, host, port, secure }: ConnectedApplication): Server {
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return { application, url: `${secure ? 'https' : 'http'}://${authority}` };
}
