import { randomUUID } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import type { Express } from 'express';
import { Pool } from 'pg';
import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { askingDatabase } from '../../packages/servers/src/database/asking-database.js';
import { chatSchema } from '../../packages/servers/src/chat-server/chat-schema.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { emailSchema } from '../../packages/servers/src/email-server/email-schema.js';
import { EmailStore } from '../../packages/servers/src/email-server/email-store.js';
import { ContactHistory } from '../../packages/servers/src/universal-contact-server/contact-history.js';
import { contactMethods, jsonRpcMethods } from '../../packages/servers/src/universal-contact-server/contact-methods.js';
import type { ContactMethods } from '../../packages/servers/src/universal-contact-server/contact-methods.js';
import { contactRoutes } from '../../packages/servers/src/universal-contact-server/contact-routes.js';
import { freePortBase } from '../estate/free-port-base.js';
import { authorization, serviceSecret, silentLog } from './application-surroundings.js';
import { storeChat } from './stored-chat.js';
import { startDatabaseProcess } from './database-process.js';

interface History {
  readonly contact?: { readonly name: string; readonly firstSeenUtc: number; readonly lastSeenUtc: number };
  readonly interactions: readonly { readonly id: string; readonly media: string; readonly excerpt: string }[];
}

describe('Universal Contact Server', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let app: Express;
  let methods: ContactMethods;

  const historyOf = async (tenant: string, emailAddress: string): Promise<{ status: number; body: History }> => {
    const query = request(app).get('/contacts').query({ tenant, emailAddress });
    const { status, body } = await query.set('authorization', authorization);
    return { status, body: body as History };
  };
  const write = (difference: object = {}): ReturnType<EmailStore['store']> =>
    new EmailStore(pool).store({
      ...{ submissionId: randomUUID(), tenant: 'Environment', service: 'support' },
      ...{ firstName: 'Ada', lastName: 'Lovelace', fromAddress: 'ada@example.test' },
      ...{ subject: 'A question', text: 'Hello\n\n  there', ...difference },
    });

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    methods = contactMethods({
      history: new ContactHistory(pool),
      askDatabase: askingDatabase({ lost: () => undefined }),
      tenants: () => ['Environment', 'Resources'],
    });
    app = serviceApplication(contactRoutes(methods), { serviceSecret, isBackup: () => false, log: silentLog });
  }, 60_000);
  beforeEach(async () => {
    await pool.query(
      'DROP TABLE IF EXISTS chat_file_download, chat_file, chat_message, chat_session, email_attachment, outgoing_mail, email_interaction',
    );
    await createSchema(pool, { statements: emailSchema, clock: systemClock, onWait: () => undefined });
    await createSchema(pool, { statements: chatSchema, clock: systemClock, onWait: () => undefined });
  });
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it('tells who the customer is and what was said before, newest first, chats and e-mails together', async () => {
    const { interactionId } = await write();
    await storeChat(pool, { chatId: 'later', said: 'Is anybody there?', startedAt: '2999-01-02T00:00:00Z' });
    await storeChat(pool, { chatId: 'earlier', said: 'Hi', startedAt: '2000-01-02T00:00:00Z', endedAt: '2000-01-03' });

    const { status, body } = await historyOf('Environment', 'ADA@example.test');

    expect(status).toBe(200);
    expect(body.interactions).toMatchObject([
      { id: 'later', media: 'chat', state: 'open', excerpt: 'Is anybody there?', subject: 'Order 17' },
      { id: interactionId, media: 'email', state: 'new', excerpt: 'Hello there', subject: 'A question' },
      { id: 'earlier', media: 'chat', state: 'ended', excerpt: 'Hi' },
    ]);
    expect(body.contact).toEqual({
      ...{ emailAddress: 'ADA@example.test', name: 'Ada' },
      firstSeenUtc: Date.parse('2000-01-02T00:00:00Z'),
      lastSeenUtc: Date.parse('2999-01-02T00:00:00Z'),
    });
  });

  it('never tells of the same customer at another tenant (MT-1)', async () => {
    await write({ tenant: 'Resources' });
    await storeChat(pool, { chatId: 'other', tenant: 'Resources', said: 'Secret', startedAt: '2000-01-01' });

    expect((await historyOf('Environment', 'ada@example.test')).body).toEqual({ interactions: [] });
    expect((await historyOf('Resources', 'ada@example.test')).body.interactions).toHaveLength(2);
    expect((await historyOf('Acme', 'ada@example.test')).status).toBe(403);
    expect((await historyOf('', 'ada@example.test')).status).toBe(400);
  });

  it('tells of the e-mails where no Chat Server has ever stored a chat, and of nothing where nobody wrote', async () => {
    await write();
    await pool.query('DROP TABLE chat_message, chat_session');

    expect((await historyOf('Environment', 'ada@example.test')).body.interactions).toHaveLength(1);
    expect((await historyOf('Environment', 'nobody@example.test')).body).toEqual({ interactions: [] });
  });

  it('tells desktops the same by JSON-RPC', async () => {
    await write();
    const { 'contact.find': find, 'contact.interactions': interactions } = jsonRpcMethods(methods);
    const ada = { tenant: 'Environment', emailAddress: 'ada@example.test' };

    expect(await find!(ada)).toMatchObject({ contact: { name: 'Ada Lovelace' } });
    expect(await interactions!(ada)).toMatchObject({ interactions: [{ media: 'email' }] });
    expect(await find!({ ...ada, emailAddress: 'nobody\0@example.test' })).toEqual({});
    await expect(find!({ ...ada, tenant: 'Acme' })).rejects.toMatchObject({ code: 'TENANT_NOT_SERVED' });
    await expect(find!(undefined)).rejects.toMatchObject({ code: 'INVALID_FIELD', field: 'tenant' });
  });
});
