import type { LoadBalancer, SelectionRequest } from '@eservices-lb/sdk';
import { z } from 'zod';

/** Generous also on a clock that goes faster than the machine's. */
const timeout = 200_000;

const replySchema = z.object({ statusCode: z.number(), chatId: z.string(), userId: z.string(), secureKey: z.string() });

/** A chat as the web tier keeps it: at the Chat Server that its alias names. */
export interface ChatAt {
  readonly alias: string;
  readonly application: string;
  /** Says something in it, wherever its alias leads. @throws where that fails, or the Chat Server does not know the chat */
  say(text: string): Promise<void>;
  /** The customer leaves. */
  leave(): Promise<void>;
}

export interface ChatWish {
  readonly request: SelectionRequest;
  /** With what the web tier proves that it is the web tier. */
  readonly headers: Readonly<Record<string, string>>;
  /** The Chat Server that it is to begin at. @defaultValue the next one */
  readonly alias?: string;
}

/** @throws where no chat begins */
export async function beginChatAt(loadBalancer: LoadBalancer, { request, headers, alias }: ChatWish): Promise<ChatAt> {
  const http = loadBalancer.http(request);
  const { tenant } = request;
  const opening = { tenant, service: 'support', nickname: 'Ann' };
  const begun = await http.post<unknown>('/sessions', opening, {
    headers,
    timeout,
    ...(alias !== undefined && { alias }),
  });
  const { chatId, userId, secureKey } = replySchema.parse(begun.data);
  const { alias: given = '', asked = [] } = begun.config;
  const ask = async (operation: string, fields: object = {}): Promise<void> => {
    const body = { tenant, userId, secureKey, ...fields };
    const { data } = await http.post<unknown>(`/sessions/${chatId}/${operation}`, body, {
      headers,
      timeout,
      alias: given,
    });
    const { statusCode } = replySchema.parse(data);
    if (statusCode !== 0) throw new Error(`The chat answered "${operation}" with the status code ${statusCode}.`);
  };
  return {
    ...{ alias: given, application: asked.at(-1) ?? '' },
    say: (message) => ask('send', { message }),
    leave: () => ask('disconnect'),
  };
}
