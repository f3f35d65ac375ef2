import { chatServerClient } from '../../packages/samples/src/web-node/servers/chat-server-client.js';
import { emailServerClient } from '../../packages/samples/src/web-node/servers/email-server-client.js';
import { ServerFailedError } from '../../packages/samples/src/web-node/servers/server-failed-error.js';
import type { ServerAnswer, ServerHttp } from '../../packages/samples/src/web-node/servers/server-http.js';

const server = { application: 'Hostile_1', url: 'http://127.0.0.1:1' };
const patience = { limitMs: 1_000 };
const reply = { tenant: 'Acme', nickname: 'Ada', text: 'Hello' };
const mail = {
  ...{ submissionId: 's', tenant: 'Acme', service: 'support', firstName: 'Ada', lastName: 'Lovelace' },
  ...{ fromAddress: 'ada@example.test', subject: 'Hello', text: 'Hello' },
};

function answering({ status = 200, headers = {}, ...rest }: Partial<ServerAnswer>): ServerHttp {
  return () => Promise.resolve({ status, headers, bytes: Buffer.alloc(0), body: rest.body });
}

const askedOfChatServer = (http: ServerHttp) => {
  const chats = chatServerClient(http);
  return [
    ['beginning a chat', () => chats.create(server, patience)],
    ['an operation of a chat', () => chats.request(server, { chatId: 'c', action: 'send' }, patience)],
    ['restoring a chat', () => chats.restore(server, 'c', { tenant: 'Acme', alias: 'a', lost: [], ...patience })],
    ['the list of chats', () => chats.list(server, 'Acme')],
  ] as const;
};

const askedOfEmailServer = (http: ServerHttp) => {
  const emails = emailServerClient(http);
  return [
    ['submitting a mail', () => emails.submit(server, mail)],
    ['the list of mails', () => emails.list(server, 'Acme')],
    ['a mail', () => emails.find(server, 'm', 'Acme')],
    ['what went out', () => emails.messagesTo(server, 'ada@example.test', 'Acme')],
  ] as const;
};

const another = answering({ body: { sessions: 'many', messages: {}, interactionId: 7 } });
const none = answering({ body: undefined });

describe('A web node that a Chat or E-mail Server answers strangely', () => {
  it.each([...askedOfChatServer(another), ...askedOfEmailServer(another)])(
    'takes JSON of another shape for a failure of that server: %s',
    async (_what, ask) => {
      await expect(ask()).rejects.toThrow(ServerFailedError);
    },
  );

  it.each([...askedOfChatServer(none), ...askedOfEmailServer(none)])(
    'takes what is no JSON for a failure of that server: %s',
    async (_what, ask) => {
      await expect(ask()).rejects.toThrow(ServerFailedError);
    },
  );

  const lost = { error: { code: 'TENANT_NOT_SERVED', message: 'This server does not serve tenant "Acme".' } };
  const tenantLost = answering({ status: 403, body: lost });

  it.each([...askedOfChatServer(tenantLost), ...askedOfEmailServer(tenantLost)])(
    'may ask another one, for nothing was done, where the server has just lost the tenant: %s',
    async (_what, ask) => {
      await expect(ask()).rejects.toMatchObject({ name: 'ServerFailedError', mayHaveDoneIt: false });
    },
  );

  it('takes the name of an attachment as it is where it cannot be decoded', async () => {
    const emails = emailServerClient(answering({ headers: { 'x-file-name': '100%.txt' } }));
    const which = { tenant: 'Acme', interactionId: 'm', index: '1' };
    await expect(emails.attachment(server, which)).resolves.toMatchObject({ name: '100%.txt' });
  });

  it('believes that an answer was sent, whatever else the E-mail Server says of it', async () => {
    await expect(emailServerClient(none).reply(server, 'm', reply)).resolves.toBe(true);
  });
});
