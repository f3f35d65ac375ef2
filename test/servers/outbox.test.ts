import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { systemClock } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { emailSchema } from '../../packages/servers/src/email-server/email-schema.js';
import { EmailStore } from '../../packages/servers/src/email-server/email-store.js';
import { mailSender } from '../../packages/servers/src/email-server/mail-sender.js';
import type { MailSender } from '../../packages/servers/src/email-server/mail-sender.js';
import { Outbox } from '../../packages/servers/src/email-server/outbox.js';
import type { DueMail } from '../../packages/servers/src/email-server/outbox.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { ABreakableRoute } from './a-breakable-route.js';
import { silentLog } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

/** Refuses mail to nobody@ for good, to later@ for now and to blocked@ because of us, hangs up on broken@, and keeps the rest as it came. */
class StrictSmtpServer {
  readonly received: string[] = [];
  readonly #server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody@')) done(Object.assign(new Error('No such\r\nuser'), { responseCode: 550 }));
      else if (address.startsWith('later@')) done(Object.assign(new Error('Try later'), { responseCode: 450 }));
      else if (address.startsWith('blocked@'))
        done(Object.assign(new Error('5.7.1 Relay access denied'), { responseCode: 554 }));
      else done();
    },
    onData: (stream, session, done) => {
      const isBroken = session.envelope.rcptTo.some(({ address }) => address.startsWith('broken@'));
      void stream.toArray().then((chunks: Buffer[]) => {
        this.received.push(Buffer.concat(chunks).toString());
        // It has the mail, and never says so.
        if (isBroken) for (const connection of this.#server.connections) connection.close();
        else done();
      });
    },
  });

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server.server, 'listening');
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

describe('the outbox of the E-mail Servers', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let store: EmailStore;
  let server: StrictSmtpServer;
  let sender: MailSender;
  let outbox: Outbox;
  let smtpPort: number;

  const mailFrom = (fromAddress: string): Promise<{ interactionId: string }> =>
    store.store({
      ...{ submissionId: randomUUID(), tenant: 'Environment', service: 'support', firstName: 'Ada', lastName: 'L' },
      ...{ fromAddress, subject: 'A question', text: 'Hello' },
    });
  /** What is noted of a mail that was tried. */
  const row = async (recipient: string): Promise<object | undefined> => {
    const { rows } = await pool.query<object>(
      `SELECT attempts, refusal, sent_at IS NOT NULL AS "isSent", claimed_until > now() AS "isClaimed"
       FROM outgoing_mail WHERE recipient = $1 AND claimed_until > '-infinity'`,
      [recipient],
    );
    return rows[0];
  };
  const received = (text: string): Promise<string> =>
    eventually(`a mail with ${text}`, () => server.received.find((mail) => mail.includes(text)));

  beforeAll(async () => {
    const databasePort = await freePortBase();
    smtpPort = databasePort + 1;
    database = await startDatabaseProcess(databasePort);
    pool = new Pool({ host: '127.0.0.1', port: databasePort, user: 'postgres', database: 'postgres', max: 2 });
    await createSchema(pool, { statements: emailSchema, clock: systemClock, onWait: () => undefined });
    store = new EmailStore(pool);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  beforeEach(async () => {
    await pool.query('DELETE FROM outgoing_mail');
    server = new StrictSmtpServer();
    await server.listen(smtpPort);
    const smtp = { host: '127.0.0.1', port: smtpPort, secure: false, requireTLS: false };
    sender = mailSender(smtp, { from: 'service@example.test' });
    outbox = new Outbox({ pool, send: sender.send, clock: systemClock, log: silentLog });
  });
  afterEach(async () => {
    await outbox.close();
    sender.close();
    await server.close();
  });

  it('acknowledges no more than five mails in an hour to one address, however it is written, and stores them all', async () => {
    for (let count = 0; count < 4; count += 1) await mailFrom('stranger@example.com');
    for (let count = 0; count < 4; count += 1) await mailFrom('Stranger@Example.COM');
    await mailFrom('friend@example.com');

    const { rows } = await pool.query<object>(
      `SELECT lower(recipient) AS to, count(*)::int AS mails FROM outgoing_mail
       WHERE lower(recipient) IN ('stranger@example.com', 'friend@example.com') GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { to: 'friend@example.com', mails: 1 },
      { to: 'stranger@example.com', mails: 5 },
    ]);
    expect(await store.list('Environment')).toHaveLength(9);
  });

  it('notes a mail that is refused for good, and does not try it again', async () => {
    await mailFrom('nobody@example.test');
    await mailFrom('ada@example.test');
    outbox.sweep();
    await received('To: ada@example.test');
    await eventually('an attempt', () => row('nobody@example.test'));
    await pool.query(`UPDATE outgoing_mail SET claimed_until = '2001-01-01'`);
    await mailFrom('grace@example.test');
    outbox.sweep();
    await received('To: grace@example.test');

    expect(await row('nobody@example.test')).toMatchObject({
      ...{ attempts: 1, isSent: false },
      refusal: expect.stringContaining('No such user') as string,
    });
  });

  it('tries a mail that is refused for now again later, and sends the others meanwhile', async () => {
    await mailFrom('later@example.test');
    await mailFrom('ada@example.test');
    outbox.sweep();
    await received('To: ada@example.test');

    expect(await eventually('an attempt', () => row('later@example.test'))).toMatchObject({
      ...{ attempts: 1, refusal: null, isSent: false, isClaimed: true },
    });
  });

  it.each(['blocked@example.test', 'broken@example.test'])(
    'neither gives up what is sent to %s, nor sends it again at once',
    async (recipient) => {
      await mailFrom(recipient);
      outbox.sweep();
      await eventually('an attempt', () => row(recipient));
      await outbox.close();

      expect(await row(recipient)).toMatchObject({ attempts: 1, refusal: null, isSent: false, isClaimed: true });
    },
  );

  describe('while the database is away', () => {
    let route: ABreakableRoute;
    let through: Pool;
    beforeEach(async () => {
      route = new ABreakableRoute(smtpPort + 1, smtpPort - 1);
      await route.mend();
      through = new Pool({ host: '127.0.0.1', port: smtpPort + 1, user: 'postgres', database: 'postgres', max: 2 });
      through.on('error', () => undefined);
    });
    afterEach(async () => {
      await through.end();
      await route.cut();
    });

    it('notes in the end what went out, and sends it once', async () => {
      await mailFrom('cut@example.test');
      const send = async (mail: DueMail): Promise<void> => {
        await sender.send(mail);
        await route.cut();
      };
      const cutOff = new Outbox({ pool: through, send, clock: systemClock, log: silentLog });
      cutOff.sweep();
      await received('To: cut@example.test');
      await eventually('the cut', () => (route.isCut ? true : undefined));
      await pool.query("UPDATE outgoing_mail SET claimed_until = now() - interval '1 second'");
      await route.mend();

      await eventually('the note', async () => {
        const mail = await row('cut@example.test');
        return mail !== undefined && 'isSent' in mail && mail.isSent ? true : undefined;
      });
      await cutOff.close();
      expect(server.received).toHaveLength(1);
    }, 20_000);

    it('leaves what has lapsed meanwhile to whoever has only to note it, for five seconds', async () => {
      await mailFrom('lapsed@example.test');
      const clock = new ManualClock();
      const warnings: string[] = [];
      const log = { warn: (_error: unknown, warning: string) => warnings.push(warning) } as unknown as Logger;
      const sent: string[] = [];
      const send = ({ recipient }: DueMail): Promise<void> => Promise.resolve(void sent.push(recipient));
      const other = new Outbox({ pool: through, send, clock, log });
      await route.cut();
      other.sweep();
      await eventually('a sweep in vain', () => (warnings.length > 0 ? true : undefined));
      await route.mend();

      clock.advance(2_000);
      clock.advance(2_000);
      await through.query('SELECT 1');
      expect([sent, await row('lapsed@example.test')]).toEqual([[], undefined]);
      clock.advance(2_000);

      await eventually('the mail', () => (sent.length > 0 ? true : undefined));
      await other.close();
    });
  });

  it('leaves a mail alone that another server has claimed since', async () => {
    await mailFrom('late@example.test');
    const send = async (): Promise<void> => {
      await pool.query("UPDATE outgoing_mail SET attempts = attempts + 1, claimed_until = now() + interval '1 hour'");
      throw Object.assign(new Error('refused'), { code: 'ECONNECTION', syscall: 'connect' });
    };
    const late = new Outbox({ pool, send, clock: new ManualClock(), log: silentLog });
    late.sweep();
    await eventually('the attempt', async () => {
      const mail = await row('late@example.test');
      return mail !== undefined && 'attempts' in mail && mail.attempts === 2 ? true : undefined;
    });
    await late.close();

    expect(await row('late@example.test')).toMatchObject({ attempts: 2, isClaimed: true });
  });

  it('does not wait for ever for an attempt when it is closed', async () => {
    await mailFrom('ada@example.test');
    let isSending = false;
    const send = (): Promise<void> => {
      isSending = true;
      return new Promise(() => undefined);
    };
    const clock = new ManualClock();
    const hanging = new Outbox({ pool, send, clock, log: silentLog });
    hanging.sweep();
    await eventually('an attempt', () => (isSending ? true : undefined));

    const closing = hanging.close();
    clock.advance(3_000);

    await closing;
  });

  it('sends what waits as soon as the SMTP server is there', async () => {
    await server.close();
    await mailFrom('ada@example.test');
    outbox.sweep();
    await eventually('a mail that is given back', async () => {
      const mail = await row('ada@example.test');
      return mail !== undefined && 'isClaimed' in mail && !mail.isClaimed ? true : undefined;
    });
    server = new StrictSmtpServer();
    await server.listen(smtpPort);

    await received('To: ada@example.test');
  }, 20_000);

  it('marks an acknowledgement as written by a machine, and an answer as one to it', async () => {
    const { interactionId } = await mailFrom('ada@example.test');
    await store.reply(interactionId, 'Environment', { nickname: 'Bob', text: 'It is done.' });
    outbox.sweep();
    const acknowledgement = await received('We have received');
    const reply = await received('It is done.');

    const id = `<acknowledgement.${interactionId}@eservices-lb.invalid>`;
    expect(acknowledgement).toContain('Auto-Submitted: auto-replied');
    expect(reply).not.toContain('Auto-Submitted');
    expect(reply).toContain(`In-Reply-To: ${id}`);
  });
});
