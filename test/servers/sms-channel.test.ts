import { systemClock } from '@eservices-lb/sdk';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import type { Application } from '@eservices-lb/sdk/wire';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { Pool } from 'pg';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import type { Submission } from '../../packages/servers/src/interaction-server/interaction.js';
import { PeerError } from '../../packages/servers/src/json-rpc/peer-error.js';
import { InteractionSubmitter } from '../../packages/servers/src/media-server/interaction-submitter.js';
import { SetAsideStore } from '../../packages/servers/src/media-server/set-aside-store.js';
import type { TelephoneMessage } from '../../packages/servers/src/sms-center/message-center.js';
import { InboundMessages } from '../../packages/servers/src/sms-server/inbound-messages.js';
import { MessageParts } from '../../packages/servers/src/sms-server/message-parts.js';
import { NumberSubsets } from '../../packages/servers/src/sms-server/number-subsets.js';
import { OutgoingStore } from '../../packages/servers/src/sms-server/outgoing-store.js';
import { PartStore } from '../../packages/servers/src/sms-server/part-store.js';
import type { PartGroup } from '../../packages/servers/src/sms-server/part-store.js';
import { sendSms } from '../../packages/servers/src/sms-server/send-sms.js';
import { SmsChannel } from '../../packages/servers/src/sms-server/sms-channel.js';
import { smsSchema } from '../../packages/servers/src/sms-server/sms-schema.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { anSmsCenter, smsCenterPassword } from './an-sms-center.js';
import type { PlayedSmsCenter } from './an-sms-center.js';
import { aRegistration, silentLog } from './application-surroundings.js';
import { freePort } from './free-port.js';
import { startDatabaseProcess } from './database-process.js';

const tenant = 'Environment';
const ours = '+18005550000';

describe('SMS Servers at an SMS Center', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let played: PlayedSmsCenter;
  const running: SmsServerUnderTest[] = [];

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    await createSchema(pool, { statements: smsSchema, clock: systemClock, onWait: () => undefined });
  }, 70_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });
  beforeEach(async () => {
    played = await anSmsCenter();
    await pool.query('TRUNCATE sms_part, sms_outgoing, media_set_aside');
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await played[Symbol.asyncDispose]();
  });

  interface SmsServerUnderTest {
    readonly channel: SmsChannel;
    readonly subsets: NumberSubsets;
    /** What Interaction Server has taken, each time. */
    readonly taken: Submission[];
    /** Its numbers are others from now on. */
    reconfigure(numbers: string): void;
    stop(): Promise<void>;
  }

  /** Two of them, as in the guide; each knows of the other by configuration. */
  const applications = (port: number, channel: object = {}): readonly Application[] =>
    (
      [
        ['SMSServer_1', '+1650'],
        ['SMSServer_2', '+1925, +1510'],
      ] as const
    ).map(([name, numbers], at) =>
      applicationSchema.parse({
        ...{ dbid: 161 + at, name, type: 'SMSServer', tenants: [tenant], ports: [{ port }] },
        options: {
          channel: { numbers, country: 'US', ...channel },
          'sms-center': { password: smsCenterPassword, 'system-id': name },
        },
      }),
    );

  async function start(
    name: 'SMSServer_1' | 'SMSServer_2',
    {
      channel = {},
      submit,
      isAccepting = () => true,
    }: {
      readonly channel?: object;
      readonly submit?: (submission: Submission) => Promise<{ readonly queue: string; readonly isNew: boolean }>;
      readonly isAccepting?: () => boolean;
    } = {},
  ): Promise<SmsServerUnderTest> {
    const all = applications(await freePort(), channel);
    let own = all.find((one) => one.name === name)!;
    const taken: Submission[] = [];
    const center = { application: 'SMSCenter', type: 'ThirdPartyServer', host: '127.0.0.1', port: played.port };
    const registration = () => aRegistration({}, [{ ...center, secure: false }], own);
    const subsets = new NumberSubsets({ own: () => own, tenants: own.tenants, servers: () => all });
    const upstream = {
      request: async (_method: string, params: object) => {
        const answer = await (submit?.(params as Submission) ?? Promise.resolve({ queue: 'inbound-sms', isNew: true }));
        taken.push(params as Submission);
        return answer;
      },
    };
    const channelUnderTest = new SmsChannel({
      ...{ pool, subsets, isAccepting, isBackup: () => false, registration },
      ...{ clock: systemClock, random: () => 0, log: silentLog, serviceSecret: '', onReceived: () => undefined },
      setAside: new SetAsideStore(pool, () => subsets.name),
      submitter: new InteractionSubmitter({ upstream, clock: systemClock, random: () => 0, log: silentLog }),
    });
    let isStopped = false;
    const server: SmsServerUnderTest = {
      ...{ channel: channelUnderTest, subsets, taken },
      reconfigure(numbers) {
        own = { ...own, options: { ...own.options, channel: { ...own.options.channel, numbers } } };
        channelUnderTest.configurationChanged();
      },
      async stop() {
        if (!isStopped) await channelUnderTest.close();
        isStopped = true;
      },
    };
    running.push(server);
    channelUnderTest.open();
    await eventually(`${name} to be bound`, () => (played.center.counts().servers.includes(name) ? true : undefined));
    return server;
  }

  const send = (message: Partial<TelephoneMessage>): readonly string[] =>
    played.center.send({ from: '+16505550100', to: ours, text: 'hello', ...message });
  const delivered = (messageId: string) =>
    eventually(`message ${messageId} to be delivered`, () => {
      const message = played.center.message(messageId);
      return message?.state === 'delivered' ? message : undefined;
    });
  const allDelivered = (messageIds: readonly string[]) => Promise.all(messageIds.map(delivered));
  const setAside = async (application = 'SMSServer_1') => new SetAsideStore(pool, () => application).list();

  it('take the messages of their own numbers, each exactly one (SMS-1)', async () => {
    const [first, second] = [await start('SMSServer_1'), await start('SMSServer_2')];
    const numbers = ['+16505550100', '+19255550100', '+15105550100', '+16505550100'];

    await allDelivered(numbers.flatMap((from, at) => send({ from, text: `message ${at}` })));

    expect(first.taken.map(({ subject }) => subject).sort()).toEqual(['message 0', 'message 3']);
    expect(second.taken.map(({ subject }) => subject).sort()).toEqual(['message 1', 'message 2']);
    expect(first.taken[0]).toMatchObject({
      ...{ media: 'sms', tenant, service: 'sms' },
      attributes: { From: '+16505550100', To: ours, Text: expect.stringMatching(/^message/) },
    });
    expect(new Set([...first.taken, ...second.taken].map(({ interactionId }) => interactionId)).size).toBe(4);
  });

  it('reject what is delivered to the wrong one: it is not submitted, and stays with the SMS Center (SMS-1)', async () => {
    const [first] = [await start('SMSServer_1'), await start('SMSServer_2')];

    const [messageId] = send({ from: '+19255550100', via: 'SMSServer_1' });

    const message = await eventually('the rejection', () => {
      const known = played.center.message(messageId!);
      return known?.rejectedBy.includes('SMSServer_1') === true ? known : undefined;
    });
    expect(message.state).toBe('waiting');
    expect(first.taken).toEqual([]);
    expect(await first.channel.shownWork()).toMatchObject({ received: 0, rejected: 1, submitted: 0 });
  });

  it('serve all numbers also where the SMS Center asks the wrong one first (SMS-1)', async () => {
    const second = await start('SMSServer_2', { channel: { numbers: '+1925, +1510' } });
    // Bound alone, it is offered everything, and rejects what is not its own.
    const [messageId] = send({ from: '+16505550100' });
    await eventually('the rejection', () => (played.center.counts().nobodys > 0 ? true : undefined));

    const first = await start('SMSServer_1');

    expect(await delivered(messageId!)).toMatchObject({ deliveredTo: 'SMSServer_1' });
    expect([first.taken.length, second.taken.length]).toEqual([1, 0]);
  });

  it('take other numbers as soon as these are configured, and no sooner', async () => {
    const server = await start('SMSServer_1');
    const [messageId] = send({ from: '+442071838750', via: 'SMSServer_1' });
    await delivered(messageId!);
    expect(server.taken).toEqual([]);

    server.reconfigure('+1650, +44');

    await allDelivered(send({ from: '+442071838750', text: 'now' }));
    expect(server.taken.map(({ subject }) => subject)).toEqual(['now']);
    expect(await server.channel.shownWork()).toMatchObject({ numbers: ['+1650', '+44'] });
  });

  it('set aside what nobody serves, once, with the reason and the numbers that are served (SMS-2)', async () => {
    const [first, second] = [await start('SMSServer_1'), await start('SMSServer_2')];

    await allDelivered([...send({ from: '+442071838750' }), ...send({ from: 'PARCELS' })]);

    expect([...(await setAside()), ...(await setAside('SMSServer_2'))].map(({ reason }) => reason).sort()).toEqual([
      '"PARCELS" is no telephone number, so no SMS Server serves it.',
      `No SMS Server serves messages from +442071838750 to ${ours} (SMS-2): there are SMSServer_1 +1650; SMSServer_2 +1925, +1510.`,
    ]);
    expect([...first.taken, ...second.taken]).toEqual([]);
    expect(await first.channel.shownWork()).toMatchObject({ setAside: 2 });
  });

  it('acknowledge a message only when Interaction Server has it', async () => {
    let hasIt: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (hasIt = resolve));
    const server = await start('SMSServer_1', {
      submit: async () => {
        await isThere;
        return { queue: 'inbound-sms', isNew: true };
      },
    });

    const [messageId] = send({});
    await eventually('the message to be waiting', async () =>
      (await server.channel.shownWork()).waiting === 1 ? true : undefined,
    );
    expect(played.center.message(messageId!)?.state).toBe('waiting');
    hasIt();

    await delivered(messageId!);
  });

  it('make the same interaction of a message that is delivered again after a crash, and another of an equal one', async () => {
    let isFirst = true;
    const crashing = await start('SMSServer_1', {
      // Interaction Server has it; the answer comes too late.
      submit: () => (isFirst ? new Promise(() => undefined) : Promise.resolve({ queue: 'inbound-sms', isNew: true })),
    });
    const seen: Submission[] = [];
    const [messageId] = send({ text: 'yes' });
    await eventually('the message to be waiting', async () =>
      (await crashing.channel.shownWork()).waiting === 1 ? true : undefined,
    );
    isFirst = false;
    await crashing.stop();
    const again = await start('SMSServer_1', {
      submit: (submission) => {
        seen.push(submission);
        return Promise.resolve({ queue: 'inbound-sms', isNew: true });
      },
    });

    await allDelivered([messageId!, ...send({ text: 'yes' })]);

    expect(again.taken).toHaveLength(2);
    const attempts = played.center.message(messageId!)?.attempts;
    expect(attempts).toBeGreaterThan(1);
    expect(new Set(seen.map(({ interactionId }) => interactionId)).size).toBe(2);
  });

  it('set aside what Interaction Server will never take', async () => {
    await start('SMSServer_1', {
      submit: () => Promise.reject(new PeerError('PEER_REFUSED', 'Tenant not served.', 'TENANT_NOT_SERVED')),
    });

    await allDelivered(send({ text: 'for nobody' }));

    expect(await setAside()).toMatchObject([
      { reason: 'Interaction Server does not take it: Tenant not served.', item: { subject: 'for nobody' } },
    ]);
  });

  it('leave messages with the SMS Center while they take nothing new', async () => {
    let isAccepting = false;
    const server = await start('SMSServer_1', { isAccepting: () => isAccepting });

    const [messageId] = send({});
    await eventually('an attempt', () => ((played.center.message(messageId!)?.attempts ?? 0) > 0 ? true : undefined));
    expect(server.taken).toEqual([]);
    isAccepting = true;

    await delivered(messageId!);
  });

  it('put long messages together', async () => {
    const text = `${'Long words 😀 '.repeat(60)}end`;
    const server = await start('SMSServer_1');

    const parts = send({ text });
    await allDelivered(parts);

    expect(parts.length).toBeGreaterThan(5);
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]?.attributes.Text).toBe(text);
  });

  describe('of a long message', () => {
    const key = { source: '+16505550100', destination: ours, reference: 7, total: 3 };
    const part = (number: number, run = 'm') => ({
      ...{ ...key, tenant, number, messageId: `${run}-${number}`, text: `${run}${number} ` },
    });
    const submitted: string[] = [];
    let clock: ManualClock;
    let submit: (group: PartGroup) => Promise<void>;
    const parts = (): MessageParts =>
      new MessageParts({
        ...{ store: new PartStore(pool, () => 'SMSServer_1'), clock, timeoutSeconds: () => 0, isActive: () => true },
        submit: (group) => submit(group),
        onProblem: (error) => {
          throw error;
        },
      });
    beforeEach(() => {
      clock = new ManualClock();
      submitted.length = 0;
      submit = (group) => {
        submitted.push(group.parts.map(({ text }) => text).join(''));
        return Promise.resolve();
      };
    });

    it('keep the parts through a restart, in whatever order and how often they come, and submit it once', async () => {
      await parts().add(part(3));
      await parts().add(part(3));
      const restarted = parts();
      await Promise.all([restarted.add(part(1)), restarted.add(part(2)), restarted.add(part(1))]);
      await parts().add(part(2));

      expect(submitted).toEqual(['m1 m2 m3 ']);
    });

    it('acknowledge the last part only when Interaction Server has the whole', async () => {
      const works = submit;
      submit = () => Promise.reject(new Error('not now'));
      await parts().add(part(1));
      await parts().add(part(2));
      await expect(parts().add(part(3))).rejects.toThrow('not now');

      submit = works;
      await parts().add(part(3));

      expect(submitted).toEqual(['m1 m2 m3 ']);
    });

    it('lose no part that another server takes while one submits what is overdue', async () => {
      let isHeld = false;
      let goOn: () => void = () => undefined;
      const works = submit;
      submit = async (group) => {
        isHeld = true;
        await new Promise<void>((resolve) => (goOn = resolve));
        await works(group);
      };
      const slow = parts();
      await slow.add(part(1));
      clock.advance(5_000);
      await eventually('the overdue part', () => (isHeld ? true : undefined));
      submit = works;
      const other = parts();
      await other.add(part(2));
      goOn();
      await slow.close();
      await other.add(part(3));
      clock.advance(5_000);
      await eventually('the last part', () => (submitted.length === 3 ? true : undefined));
      await other.close();

      expect(submitted).toEqual(['m1 ', 'm2 ', 'm3 ']);
    });

    it('tell it from a later one with the same reference', async () => {
      for (const run of ['m', 'n']) for (const number of [1, 2, 3]) await parts().add(part(number, run));
      await parts().add(part(1, 'o'));
      await parts().add(part(1, 'p'));

      // Of the third one nothing more can come: its reference is taken.
      expect(submitted).toEqual(['m1 m2 m3 ', 'n1 n2 n3 ', 'o1 ']);
    });

    it('submit what is there where the rest does not come', async () => {
      const all = parts();
      await all.add(part(1));
      await all.add(part(3));

      clock.advance(5_000);

      expect(await eventually('it to be submitted', () => submitted[0])).toBe('m1 m3 ');
      await all.close();
    });
  });

  it('say which parts of a long message are missing', async () => {
    const server = await start('SMSServer_1');
    const inbound = new InboundMessages({
      ...{ subsets: server.subsets, clock: systemClock, log: silentLog, isAccepting: () => true },
      ...{ settings: () => ({ country: '', service: 'sms' }), setAside: new SetAsideStore(pool, () => 'SMSServer_1') },
      parts: () => ({ add: () => Promise.resolve() }),
      submitter: {
        submit: (submission) => {
          server.taken.push(submission);
          return Promise.resolve({ queue: 'inbound-sms', isNew: true });
        },
      },
    });
    const parts = [1, 4].map((number) => ({ number, messageId: `m${number}`, text: `part ${number}` }));

    await inbound.submitGroup({
      ...{ source: '+16505550100', destination: ours, reference: 1, total: 4, tenant, parts, isSubmitted: false },
    });

    expect(server.taken[0]?.attributes).toMatchObject({
      Text: 'part 1 …  … part 4',
      MissingParts: '2, 3',
      MessageId: 'm1, m4',
    });
  });

  it('keep a very long text whole, in several attributes', async () => {
    const server = await start('SMSServer_1');
    const text = 'abcdefghij'.repeat(1_200);

    await allDelivered(send({ text }));

    const { Text = '', Text2 = '', Text3 = '' } = server.taken[0]?.attributes ?? {};
    expect([Text.length, Text2.length, Text3.length]).toEqual([4_000, 4_000, 4_000]);
    expect(Text + Text2 + Text3).toBe(text);
  });

  it('set aside a text of a megabyte, which would be the end of every connection that it went over', async () => {
    const server = await start('SMSServer_1');
    const written = { data_coding: 4, esm_class: 0, short_message: Buffer.alloc(0) };
    const giant = Array.from({ length: 70 }, (_, at) => ({
      ...{ ...written, message_payload: Buffer.alloc(15_000, 'x') },
      ...{ sar_msg_ref_num: 1, sar_total_segments: 70, sar_segment_seqnum: at + 1 },
    }));

    await allDelivered(giant.map((fields) => played.center.store({ from: '+16505550100', to: ours }, fields)));

    expect(await setAside()).toMatchObject([{ reason: 'It is too long to be an interaction.' }]);
    expect(server.taken).toEqual([]);
  });

  it('do not call failed what another one has sent meanwhile', async () => {
    const store = new OutgoingStore(pool);
    const wish = { requestId: 'sent elsewhere', tenant, source: ours, destination: '+16505550100', text: 'Hello' };
    await store.add({ ...wish, application: 'SMSServer_1' });
    await store.sent(wish.requestId, ['m1']);

    await store.failed(wish.requestId, 'The SMS Center does not know the number.');

    expect(await store.find(wish.requestId)).toMatchObject({ state: 'sent', messageId: 'm1' });
  });

  it('send what they are asked to send, whoever is asked: the owner of the number does, once per request (SMS-1)', async () => {
    const [first] = [await start('SMSServer_1'), await start('SMSServer_2')];
    const operation = sendSms({
      ...{
        store: first.channel.outgoingStore,
        askDatabase: (act) => act(),
        subsets: first.subsets,
        clock: systemClock,
      },
      country: () => 'US',
      onAdded: () => {
        first.channel.send();
      },
    });
    const ask = (requestId: string, to: string, text = 'hello') =>
      operation({
        ...{ requestId, tenant, parameters: { to, text } },
        interaction: { interactionId: 'i', media: 'sms', tenant, subject: '', attributes: { From: '+1', To: ours } },
      });

    expect(await ask('1', '650 555 0100')).toMatchObject({ SmsState: 'sent', SmsServer: 'SMSServer_1' });
    expect(await ask('2', '+19255550100')).toMatchObject({ SmsState: 'sent', SmsServer: 'SMSServer_2' });
    expect(await ask('1', '650 555 0100')).toMatchObject({ SmsState: 'sent' });
    await expect(ask('1', '650 555 0100', 'something else')).rejects.toMatchObject({ code: 'REQUEST_ID_TAKEN' });
    await expect(ask('3', '+442071838750')).rejects.toMatchObject({
      code: 'NOT_MY_NUMBER',
      message: expect.stringContaining('SMSServer_1 +1650; SMSServer_2 +1925, +1510'),
    });
    await expect(ask('4', 'PARCELS')).rejects.toMatchObject({ code: 'PHONE_NUMBER_MALFORMED' });

    expect(played.center.submitted(10).map(({ to, sentBy, text }) => [to, sentBy, text])).toEqual([
      ['+16505550100', 'SMSServer_1', 'hello'],
      ['+19255550100', 'SMSServer_2', 'hello'],
    ]);
  });
});
