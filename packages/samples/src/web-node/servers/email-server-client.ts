import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import { answerOf } from './answer-of.js';
import type { ServerRefusal } from './answer-of.js';
import { fileNameOf } from './file-name-of.js';
import type { Server, ServerHttp } from './server-http.js';

/** Two attempts fit into the three seconds that clients wait. */
const limitMs = 1_300;
/** With ten megabytes of files. */
const submitLimitMs = 2_500;
const largestAnswer = 11 * 1024 * 1024;

/** A file as it comes with a mail. */
export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** A mail as the web tier takes it from a customer. */
export interface IncomingEmail {
  /** The same on every attempt: however often the mail is submitted under it, it is stored once. */
  readonly submissionId: string;
  readonly tenant: string;
  readonly service: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly mailbox?: string;
  readonly userData?: Readonly<Record<string, string>>;
  readonly attachments?: readonly AttachedFile[];
}

const storedEmailSchema = z.object({
  interactionId: z.string(),
  service: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  fromAddress: z.string(),
  subject: z.string(),
  text: z.string(),
  receivedUtc: z.union([z.number(), z.string()]),
  state: z.enum(['new', 'answered']),
  acknowledged: z.boolean(),
  attachments: z.array(z.object({ index: z.int(), name: z.string(), type: z.string(), size: z.int() })).default([]),
  reply: z.unknown().optional(),
});
/** A stored mail, as an agent's list shows it. */
export type StoredEmail = z.infer<typeof storedEmailSchema>;

export interface WhichAttachment {
  readonly tenant: string;
  readonly interactionId: string;
  /** Counts from 1. */
  readonly index: string;
}

/** Speaks to an E-mail Server. Everything rejects with a ServerFailedError where the server cannot be reached. */
export interface EmailServerClient {
  /** Resolves once the mail is stored. */
  submit(server: Server, email: IncomingEmail): Promise<{ readonly interactionId: string }>;
  /** @throws RefusedError where the tenant has no such attachment */
  attachment(server: Server, which: WhichAttachment): Promise<AttachedFile>;
  /** With the beginning of what each says. */
  list(server: Server, tenant: string): Promise<readonly StoredEmail[]>;
  /**
   * A whole mail.
   * @throws RefusedError where the tenant has no such mail
   */
  find(server: Server, interactionId: string, tenant: string): Promise<StoredEmail>;
  /** The message ids of what went out to an address for the tenant. */
  messagesTo(server: Server, address: string, tenant: string): Promise<readonly string[]>;
  /** @returns false when somebody answered it already */
  reply(
    server: Server,
    interactionId: string,
    reply: { readonly tenant: string; readonly nickname: string; readonly text: string },
  ): Promise<boolean>;
}

export function emailServerClient(http: ServerHttp): EmailServerClient {
  return {
    async submit(server, email) {
      const answer = await http(server, {
        method: 'post',
        path: '/messages',
        body: inJson(email),
        limitMs: submitLimitMs,
      });
      return answerOf(server, answer, { schema: z.object({ interactionId: z.string() }), refused: refusalOfEmail });
    },
    async attachment(server, { tenant, interactionId, index }) {
      const path = `/messages/${encodeURIComponent(interactionId)}/attachments/${encodeURIComponent(index)}`;
      const wish = { method: 'get', path, query: { tenant }, limitMs: submitLimitMs, largestAnswer } as const;
      const answer = await http(server, wish);
      const name = fileNameOf(answer);
      if (answer.status !== 200 || name === undefined) throw noAttachment();
      return { name, type: answer.headers['content-type'] ?? '', bytes: answer.bytes };
    },
    async list(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/messages', query: { tenant }, limitMs });
      return answerOf(server, answer, { schema: z.object({ messages: z.array(storedEmailSchema) }) }).messages;
    },
    async find(server, interactionId, tenant) {
      const path = `/messages/${encodeURIComponent(interactionId)}`;
      const answer = await http(server, { method: 'get', path, query: { tenant }, limitMs });
      if (answer.status === 404) throw noEmail();
      return answerOf(server, answer, { schema: storedEmailSchema });
    },
    async messagesTo(server, address, tenant) {
      const answer = await http(server, { method: 'get', path: '/outgoing', query: { tenant, to: address }, limitMs });
      return answerOf(server, answer, { schema: z.object({ messageIds: z.array(z.string()) }) }).messageIds;
    },
    async reply(server, interactionId, reply) {
      const path = `/messages/${encodeURIComponent(interactionId)}/reply`;
      const answer = await http(server, { method: 'post', path, body: reply, limitMs });
      if (answer.status === 409) return false;
      answerOf(server, answer, { schema: z.unknown() });
      return true;
    },
  };
}

const inJson = ({ attachments = [], ...email }: IncomingEmail): object => ({
  ...email,
  ...(attachments.length > 0 && {
    attachments: attachments.map(({ bytes, ...file }) => ({ ...file, bytes: bytes.toString('base64') })),
  }),
});

const noEmail = (): RefusedError =>
  new RefusedError('UNKNOWN_ROUTE', 'There is no such e-mail.', 'Take it from the list.', 404);

const noAttachment = (): RefusedError =>
  new RefusedError('UNKNOWN_ROUTE', 'There is no such attachment.', 'Take it from the list.', 404);

function refusalOfEmail({ code, message }: ServerRefusal): RefusedError | undefined {
  switch (code) {
    case 'FILE_TYPE':
      return new RefusedError('FILE_TYPE_NOT_ACCEPTED', message, 'Send pdf, doc, txt, jpg, png, gif, bmp or zip.');
    case 'FILES_TOO_LARGE':
      return new RefusedError('FILE_TOO_LARGE', message, 'Send smaller files.');
    default:
      return undefined;
  }
}
