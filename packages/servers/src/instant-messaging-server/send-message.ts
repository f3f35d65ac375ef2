import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Operation } from '../external-service/external-service-routes.js';
import type { MessageStore } from './message-store.js';

const parametersSchema = z.object({
  to: z.string().min(1, 'say to whom').max(255),
  text: z.string().min(1, 'say what to send'),
});

export interface SendMessageOptions {
  readonly store: Pick<MessageStore, 'append'>;
  readonly askDatabase: AskDatabase;
  readonly onSent: () => void;
}

/** The operation `send-message`: puts a text into somebody's conversation, once for each request. */
export function sendMessage({ store, askDatabase, onSent }: SendMessageOptions): Operation {
  return async ({ requestId, tenant, parameters }) => {
    const { to: addressee, text } = decode(parametersSchema, parameters);
    const index = await askDatabase(() => store.append({ tenant, addressee }, requestId, text));
    onSent();
    return { messageIndex: String(index) };
  };
}
