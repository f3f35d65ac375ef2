import { createConnection } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { Pool } from 'pg';
import { RequestError } from '../../packages/servers/src/application-server/request-error.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { autoresponse } from '../../packages/servers/src/email-server/autoresponse.js';
import { emailSchema } from '../../packages/servers/src/email-server/email-schema.js';
import { EmailStore } from '../../packages/servers/src/email-server/email-store.js';
import { beginningOf } from '../../packages/servers/src/email-server/incoming/beginning-of.js';
import { MailSubmissions } from '../../packages/servers/src/email-server/incoming/mail-submissions.js';
import { receiveMail } from '../../packages/servers/src/email-server/incoming/receive-mail.js';
import type { ReceivedEmail, StoredEmail } from '../../packages/servers/src/email-server/stored-email.js';
import type { Operation } from '../../packages/servers/src/external-service/external-service-routes.js';
import type { Submission } from '../../packages/servers/src/interaction-server/interaction.js';
import { PeerError } from '../../packages/servers/src/json-rpc/peer-error.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { silentLog } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

describe('E-mail Server in its dual role (IXN-5)', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let store: EmailStore;
  let port: number;
  let reception: { close(): Promise<void> };
  let isAccepting = true;
  let isStorable = true;
  let taken = 0;

  const write = async (difference: SendMailOptions = {}): Promise<string> => {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    const mail = {
      from: 'Ada Lovelace <ada@example.test>',
      to: 'support@shop.test',
      subject: 'Hello',
      text: 'Where is it?',
    };
    try {
      const { response } = (await transport.sendMail({ ...mail, ...difference })) as { response: string };
      return response.slice(0, 3);
    } catch (error) {
      return String((error as { responseCode?: number }).responseCode);
    }
  };
  const stored = (): Promise<readonly StoredEmail[]> => store.list('Environment');
  const outgoing = async (): Promise<readonly { kind: string; recipient: string; body: string }[]> =>
    (await pool.query<{ kind: string; recipient: string; body: string }>('SELECT * FROM outgoing_mail ORDER BY kind'))
      .rows;

  beforeAll(async () => {
    const base = await freePortBase();
    port = base + 1;
    database = await startDatabaseProcess(base);
    pool = new Pool({ host: '127.0.0.1', port: base, user: 'postgres', database: 'postgres', max: 4 });
    await createSchema(pool, { statements: emailSchema, clock: systemClock, onWait: () => undefined });
    store = new EmailStore(pool);
    reception = await receiveMail(
      { port, host: '127.0.0.1' },
      {
        ...{ isAccepting: () => isAccepting, tenant: () => 'Environment', log: silentLog },
        mailboxes: () =>
          new Map([
            ['support@shop.test', 'support'],
            ['sales@shop.test', 'sales'],
          ]),
        store: async (email: ReceivedEmail) => {
          if (!isStorable) throw new RequestError(503, 'DATABASE_UNAVAILABLE', 'It is away.');
          if ((await store.store(email)).isNew) taken += 1;
        },
      },
    );
  }, 60_000);
  beforeEach(async () => {
    [isAccepting, isStorable, taken] = [true, true, 0];
    await pool.query('TRUNCATE email_interaction CASCADE');
  });
  afterAll(async () => {
    await reception.close();
    await pool.end();
    await database.stop();
  });

  describe('as a media server', () => {
    it('stores what comes over SMTP, with its files, and acknowledges it', async () => {
      const attachments = [
        { filename: 'note.txt', content: 'a note' },
        { filename: 'setup.exe', content: 'MZ not wanted' },
      ];

      expect(await write({ to: 'SALES@shop.test', attachments })).toBe('250');

      expect(await stored()).toMatchObject([
        {
          ...{ firstName: 'Ada', lastName: 'Lovelace', fromAddress: 'ada@example.test', service: 'sales' },
          ...{ mailbox: 'sales@shop.test', subject: 'Hello', text: 'Where is it?\n[left out: setup.exe]' },
          attachments: [{ name: 'note.txt' }],
        },
      ]);
      expect(await outgoing()).toMatchObject([{ kind: 'acknowledgement', recipient: 'ada@example.test' }]);
    });

    it('stores a mail that is delivered twice once', async () => {
      const mail = { messageId: '<one@example.test>', date: new Date(0) };

      expect([await write(mail), await write(mail), await write({ ...mail, text: 'Another one.' })]).toEqual(
        Array.from({ length: 3 }, () => '250'),
      );

      expect(taken).toBe(2);
    });

    it('stores mails without a number of their own that differ in their files only', async () => {
      const withFile = (content: string): SendMailOptions => ({
        envelope: { from: 'scanner@example.test', to: 'support@shop.test' },
        raw: [
          ...['From: scanner@example.test', 'To: support@shop.test', 'Subject: Scan', 'MIME-Version: 1.0'],
          ...['Content-Type: text/plain; name="scan.txt"', 'Content-Disposition: attachment; filename="scan.txt"', ''],
          content,
        ].join('\r\n'),
      });

      await write(withFile('page one'));
      await write(withFile('page one'));
      await write(withFile('page two'));

      expect(taken).toBe(2);
    });

    it('keeps no more than it takes of a mail that has no end, and reads on', async () => {
      let read = 0;
      const endless = Readable.from(
        (function* () {
          for (; read < 100; read++) yield Buffer.alloc(1_000, 'x');
        })(),
      );

      const kept = await buffer(beginningOf(endless, 2_500));

      expect([kept.length, read]).toEqual([2_500, 100]);
    });

    it('refuses a mail that is longer than it takes', async () => {
      const socket = createConnection(port, '127.0.0.1');
      let said = '';
      socket.on('data', (bytes: Buffer) => (said += bytes.toString()));
      const answer = (code: string): Promise<true> =>
        eventually(`answer ${code}`, () => (new RegExp(`^${code} `, 'm').test(said) ? true : undefined));
      for (const [code, command] of [
        ['220', 'EHLO x'],
        ['250', 'MAIL FROM:<a@example.test>'],
        ['250', 'RCPT TO:<support@shop.test>'],
        ['250', 'DATA'],
      ] as const) {
        await answer(code);
        said = '';
        socket.write(`${command}\r\n`);
      }
      await answer('354');
      socket.write('Content-Type: application/zip\r\n\r\n');
      for (let megabytes = 0; megabytes < 17; megabytes++) socket.write(`${'x'.repeat(998)}\r\n`.repeat(1_000));
      socket.write('.\r\n');

      await answer('552');

      socket.destroy();
      expect(await stored()).toEqual([]);
    });

    it('does not acknowledge what a machine wrote (RFC 3834)', async () => {
      await write({ headers: { 'Auto-Submitted': 'auto-replied' } });
      await write({ headers: { Precedence: 'bulk' }, text: 'news' });
      await write({ envelope: { from: '', to: 'support@shop.test' }, text: 'not delivered' });

      expect(taken).toBe(3);
      expect(await outgoing()).toEqual([]);
    });

    it('refuses mail for mailboxes that it does not have', async () => {
      expect(await write({ to: 'nobody@shop.test' })).toBe('550');
      expect(await stored()).toEqual([]);
    });

    it('lets the sender try again while it takes nothing new, and while nothing can be stored', async () => {
      isAccepting = false;
      expect(await write()).toBe('451');
      [isAccepting, isStorable] = [true, false];
      expect(await write()).toBe('451');
      isStorable = true;
      expect(await write()).toBe('250');
      expect(taken).toBe(1);
    });

    it('refuses what is too long for it', async () => {
      expect(await write({ text: 'x'.repeat(100_001) })).toBe('554');
      expect(await stored()).toEqual([]);
    });

    it('takes a mail that is hardly one, and nonsense harms nobody', async () => {
      const socket = createConnection(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(Buffer.from('GET / HTTP/1.1\r\n\0\xff\r\n'.repeat(2_000), 'latin1'));
      await new Promise((resolve) => socket.once('close', resolve).resume());

      expect(
        await write({ subject: 'a\ud800', text: '', from: 'ada@example.test', html: '<b>Bold</b><script>1</script>' }),
      ).toBe('250');

      expect(await stored()).toMatchObject([{ firstName: 'ada', lastName: '', text: 'Bold' }]);
    });
  });

  describe('towards Interaction Server', () => {
    const submissionsTo = (
      submit: (submission: Submission, signal: AbortSignal) => Promise<unknown>,
      clock: Clock = systemClock,
    ): MailSubmissions =>
      new MailSubmissions({
        ...{ pool, tenants: () => ['Environment'], isBackup: () => false, clock, log: silentLog },
        submitter: {
          submit: async (submission, signal) =>
            submit(submission, signal).then(() => ({ queue: 'inbound-email', isNew: true })),
        },
      });
    const waiting = async (): Promise<number> =>
      (await pool.query<object>('SELECT FROM email_interaction WHERE is_to_submit')).rows.length;

    it('submits each mail until it was taken, and no mail of the web tier', async () => {
      await write({ text: 'x'.repeat(5_000) });
      await store.store({
        ...{ submissionId: '7f2ad6b1-6a2c-4d2d-9d2f-0f4c2d5e8a11', tenant: 'Environment', service: 'support' },
        ...{ firstName: 'Bob', lastName: 'B', fromAddress: 'bob@example.test', subject: 'Form', text: 'x' },
      });
      const submitted: Submission[] = [];

      const submissions = submissionsTo((submission) => Promise.resolve(submitted.push(submission)));
      submissions.sweep();
      await eventually('the submission', async () => ((await waiting()) === 0 ? true : undefined));
      await submissions.close();

      const [mail] = (await stored()).filter(({ fromAddress }) => fromAddress === 'ada@example.test');
      expect(submitted).toEqual([
        {
          ...{ interactionId: mail?.interactionId, media: 'email', tenant: 'Environment', service: 'support' },
          ...{
            subject: 'Hello',
            attributes: { emailAddress: 'ada@example.test', mailbox: 'support@shop.test', text: 'x'.repeat(4_096) },
          },
        },
      ]);
    });

    it('goes on with the next mail where one is not taken for a long time, and tries that one again later', async () => {
      await write({ text: 'stuck' });
      await write({ text: 'two' });
      const clock = new ManualClock();
      const submitted: (string | undefined)[] = [];
      const submissions = submissionsTo((submission, signal) => {
        submitted.push(submission.attributes.text);
        if (submission.attributes.text !== 'stuck') return Promise.resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
      }, clock);

      submissions.sweep();
      await eventually('the other one to be taken', async () => ((await waiting()) === 1 ? true : undefined));
      await eventually('the stuck one again', () => {
        clock.advance(5_000);
        return submitted.filter((text) => text === 'stuck').length > 1 ? true : undefined;
      });
      await submissions.close();

      expect(submitted.filter((text) => text === 'two')).toHaveLength(1);
      expect(await waiting()).toBe(1);
    });

    it('submits what rested only because Interaction Server was away as soon as it takes the first again', async () => {
      await write({ text: 'one' });
      await write({ text: 'two' });
      const clock = new ManualClock();
      let isAway = true;
      const submitted: (string | undefined)[] = [];
      const submissions = submissionsTo((submission, signal) => {
        submitted.push(submission.attributes.text);
        if (!isAway) return Promise.resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
      }, clock);
      submissions.sweep();
      await eventually('both attempts', () => (submitted.length === 2 ? true : undefined));
      clock.advance(30_000);
      await setImmediate();

      isAway = false;
      await write({ text: 'three' });
      await eventually('all to be taken', async () => {
        submissions.sweep();
        return (await waiting()) === 0 ? true : undefined;
      });
      await submissions.close();

      expect(submitted.slice(2).sort()).toEqual(['one', 'three', 'two']);
    });

    it('goes on with the next mail where one will never be taken, and keeps the reason', async () => {
      await write({ text: 'one' });
      await write({ text: 'two' });
      const submitted: Submission[] = [];

      const submissions = submissionsTo((submission) => {
        if (submission.attributes.text === 'one') throw new PeerError('PEER_REFUSED', 'never', 'INVALID_FIELD');
        return Promise.resolve(submitted.push(submission));
      });
      submissions.sweep();
      await eventually('both to be done', async () => ((await waiting()) === 0 ? true : undefined));
      await submissions.close();

      expect(submitted).toHaveLength(1);
      const { rows } = await pool.query(
        'SELECT submission_refusal FROM email_interaction WHERE submission_refusal IS NOT NULL',
      );
      expect(rows).toEqual([{ submission_refusal: 'never' }]);
    });
  });

  describe('as an ESP server', () => {
    const respond = async (requestId: string, difference: object = {}): Promise<Readonly<Record<string, string>>> => {
      const operation: Operation = autoresponse({ pool, askDatabase: (act) => act(), onOutgoing: () => undefined });
      const [mail] = await stored();
      const interaction = { interactionId: mail?.interactionId ?? '', media: 'email', tenant: 'Environment' };
      return operation({
        ...{ requestId, tenant: 'Environment', parameters: { text: 'We are on it.' }, ...difference },
        interaction: { ...interaction, subject: '', attributes: {} },
      });
    };

    it('answers an e-mail once, however often it is asked to', async () => {
      await write();

      const answers = await Promise.all([respond('one'), respond('one'), respond('one')]);

      expect(new Set(answers.map(({ autoresponseId }) => autoresponseId)).size).toBe(1);
      expect((await outgoing()).filter(({ kind }) => kind === 'autoresponse')).toMatchObject([
        { recipient: 'ada@example.test', subject: 'Re: Hello', body: 'We are on it.' },
      ]);
    });

    it('answers no machine', async () => {
      await write({ headers: { 'Auto-Submitted': 'auto-generated' } });

      expect(await respond('one')).toEqual({ autoresponse: 'withheld' });
      expect(await outgoing()).toEqual([]);
    });

    it.each([
      ['another tenant’s e-mail', { tenant: 'Resources' }, 'UNKNOWN_INTERACTION'],
      ['nothing to say', { parameters: {} }, 'INVALID_FIELD'],
    ])('refuses %s', async (_case, difference, code) => {
      await write();

      await expect(respond('one', difference)).rejects.toMatchObject({ code });
    });
  });
});
