import { randomUUID } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import { Pool } from 'pg';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { emailSchema } from '../../packages/servers/src/email-server/email-schema.js';
import { EmailStore } from '../../packages/servers/src/email-server/email-store.js';
import { mailSender } from '../../packages/servers/src/email-server/mail-sender.js';
import { Outbox } from '../../packages/servers/src/email-server/outbox.js';
import { smtpServerOf } from '../../packages/servers/src/email-server/smtp-server.js';
import { Mailbox } from '../../packages/servers/src/mail-server/mailbox.js';
import { listenForMail } from '../../packages/servers/src/mail-server/smtp.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { aRegistration, silentLog } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

const email = (difference: object = {}) => ({
  ...{ submissionId: randomUUID(), tenant: 'Environment', service: 'support', firstName: 'Ada', lastName: 'Lovelace' },
  ...{ fromAddress: 'ada@example.test', subject: 'A question', text: 'Hello\nthere' },
  ...difference,
});

describe('E-mail Server on a shared database, with real SMTP', () => {
  const mailbox = new Mailbox();
  let database: { stop(): Promise<void> };
  let smtp: { close(): Promise<void> };
  let pools: readonly [Pool, Pool];
  let sender: ReturnType<typeof mailSender>;

  beforeAll(async () => {
    const databasePort = await freePortBase();
    const smtpPort = databasePort + 1;
    database = await startDatabaseProcess(databasePort);
    smtp = await listenForMail({ port: smtpPort, host: '127.0.0.1' }, { mailbox, utcTime: () => 1, log: silentLog });
    const connect = (): Pool =>
      new Pool({ host: '127.0.0.1', port: databasePort, user: 'postgres', database: 'postgres', max: 3 });
    pools = [connect(), connect()];
    sender = mailSender(smtpServerOf(aRegistration({}), `smtp://127.0.0.1:${smtpPort}`), {
      from: 'service@example.test',
    });
    await Promise.all(
      pools.map((pool) => createSchema(pool, { statements: emailSchema, clock: systemClock, onWait: () => undefined })),
    );
  }, 60_000);
  afterAll(async () => {
    sender.close();
    for (const pool of pools) await pool.end();
    await smtp.close();
    await database.stop();
  });

  it('stores a mail once, however often and at whichever server it is submitted', async () => {
    const [one, other] = pools.map((pool) => new EmailStore(pool)) as [EmailStore, EmailStore];
    const submitted = email();

    const answers = await Promise.all([one.store(submitted), other.store(submitted), one.store(submitted)]);

    expect(new Set(answers.map(({ interactionId }) => interactionId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('refuses the submission number of another tenant’s mail without telling anything of it', async () => {
    const store = new EmailStore(pools[0]);
    const submitted = email();
    await store.store(submitted);

    await expect(store.store({ ...submitted, tenant: 'Resources' })).rejects.toMatchObject({
      code: 'SUBMISSION_ID_TAKEN',
    });
  });

  it('keeps the files of a mail with it, for its own tenant', async () => {
    const store = new EmailStore(pools[0]);
    const files = ['offer.pdf', 'note.txt'].map((name) => ({
      ...{ name, type: 'text/plain', bytes: Buffer.from(`The bytes of ${name}\0\xff`, 'latin1') },
    }));
    const submitted = email({ attachments: files });

    const { interactionId } = await store.store(submitted);
    await store.store(submitted);

    const listed = (await store.list('Environment')).find((one) => one.interactionId === interactionId);
    expect(listed?.attachments.map(({ index, name }) => [index, name])).toEqual([
      [1, 'offer.pdf'],
      [2, 'note.txt'],
    ]);
    expect(await store.attachment(interactionId, 'Environment', 2)).toEqual(files[1]);
    expect(await store.attachment(interactionId, 'Environment', 3)).toBeUndefined();
    expect(await store.attachment(interactionId, 'Resources', 2)).toBeUndefined();
  });

  it('lists the mails of the tenant asked for, and of no other', async () => {
    const store = new EmailStore(pools[0]);
    await store.store(email({ tenant: 'Resources', subject: 'Only for Resources' }));

    expect((await store.list('Environment')).map(({ subject }) => subject)).not.toContain('Only for Resources');
    expect(await store.list('Resources')).toMatchObject([
      { subject: 'Only for Resources', state: 'new', acknowledged: false },
    ]);
  });

  it('lists those that wait first, with the beginning of what they say, and gives each whole to its tenant', async () => {
    const store = new EmailStore(pools[0]);
    const text = 'x'.repeat(90_000);
    const { interactionId } = await store.store(email({ tenant: 'Long', text, userData: { key: 'value' } }));
    await pools[0].query(`INSERT INTO email_interaction
      SELECT 'answered' || n, 'answered' || n, 'Long', 'support', '', '', 'a@b.test', '', '', NULL, '{}', now() + interval '1 hour', 'Bob', 'Yes'
      FROM generate_series(1, 250) AS n`);

    const listed = await store.list('Long');

    expect(listed).toHaveLength(200);
    expect(listed[0]).toMatchObject({ interactionId, state: 'new', text: text.slice(0, 500), userData: {} });
    expect(await store.find(interactionId, 'Long')).toMatchObject({ text, userData: { key: 'value' } });
    expect(await store.find(interactionId, 'Environment')).toBeUndefined();
  });

  it('tells what goes out to an address for one tenant, and nothing of another (MT-1)', async () => {
    const store = new EmailStore(pools[0]);
    const { interactionId } = await store.store(email({ fromAddress: 'Mary@Example.test' }));

    const ofEnvironment = await store.messagesTo('mary@example.test', 'Environment');

    expect(ofEnvironment).toEqual([`<acknowledgement.${interactionId}@eservices-lb.invalid>`]);
    expect(await store.messagesTo('mary@example.test', 'Resources')).toEqual([]);
  });

  it('sends each acknowledgement once, with two servers looking through the same outbox', async () => {
    const addresses = Array.from({ length: 10 }, (_, number) => `grace-${number}@example.test`);
    const store = new EmailStore(pools[0]);
    await Promise.all(addresses.map((fromAddress) => store.store(email({ fromAddress }))));
    const sent = () => addresses.flatMap((address) => mailbox.mailsTo(address));
    const outboxes = pools.map((pool) => new Outbox({ pool, send: sender.send, clock: systemClock, log: silentLog }));

    for (const outbox of outboxes) outbox.sweep();
    await eventually('ten acknowledgements', () => (sent().length >= addresses.length ? true : undefined));
    await Promise.all(outboxes.map((outbox) => outbox.close()));

    const mails = sent();
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(10);
    expect(mails).toHaveLength(10);
    expect(mails[0]?.text).toContain('> there');
  });

  it('sends an agent’s answer, takes no second one, and none for another tenant’s mail', async () => {
    const store = new EmailStore(pools[0]);
    const { interactionId } = await store.store(email({ fromAddress: 'joan@example.test' }));
    const answer = { nickname: 'Bob', text: 'It is done.' };

    await expect(store.reply(interactionId, 'Resources', answer)).rejects.toMatchObject({ status: 404 });
    await store.reply(interactionId, 'Environment', answer);
    await expect(store.reply(interactionId, 'Environment', answer)).rejects.toMatchObject({ status: 409 });

    const outbox = new Outbox({ pool: pools[1], send: sender.send, clock: systemClock, log: silentLog });
    outbox.sweep();
    const mails = await eventually('the answer', () => {
      const found = mailbox.mailsTo('joan@example.test').filter(({ subject }) => subject.startsWith('Re: '));
      return found.length > 0 ? found : undefined;
    });
    await outbox.close();
    expect(mails).toMatchObject([
      { subject: 'Re: A question', text: expect.stringContaining('It is done.') as string },
    ]);
  });

  it('cannot be made to add a header by what somebody writes', async () => {
    const store = new EmailStore(pools[0]);
    await store.store(
      email({ fromAddress: 'eve@example.test', subject: 'Hi\r\nBcc: victim@example.test', firstName: 'E\r\nv' }),
    );
    const outbox = new Outbox({ pool: pools[0], send: sender.send, clock: systemClock, log: silentLog });

    outbox.sweep();
    const [mail] = await eventually('the acknowledgement', () => {
      const found = mailbox.mailsTo('eve@example.test');
      return found.length > 0 ? found : undefined;
    });
    await outbox.close();

    expect(mail?.subject).toContain('Hi Bcc: victim@example.test');
    expect(mail?.to).toEqual(['eve@example.test']);
    expect(mailbox.mailsTo('victim@example.test')).toEqual([]);
  });
});
