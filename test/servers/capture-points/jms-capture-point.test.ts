import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import { message as messages } from 'rhea';
import { CaptureTally } from '../../../packages/servers/src/interaction-server/capture-points/capture-tally.js';
import { startJmsCapturePoint } from '../../../packages/servers/src/interaction-server/capture-points/jms/jms-capture-point.js';
import { eventually } from '../../estate/eventually.js';
import { selfSigned } from '../../sdk/self-signed.js';
import { silentLog } from '../application-surroundings.js';
import { Broker } from './a-broker.js';
import { aCapture, aCaptureStore, mapping } from './a-capture-store.js';
import type { CaptureStore, IntakeDifference } from './a-capture-store.js';
import { Life } from './mortal.js';
import type { Death } from './mortal.js';

const body = JSON.stringify(aCapture());

describe('JMS Capture Point', () => {
  let store: CaptureStore;
  let broker: Broker;
  let tally: CaptureTally;
  const start = async (difference: IntakeDifference = {}, settings: object = {}, clock: Clock = systemClock) =>
    startJmsCapturePoint({
      application: applicationSchema.parse({
        ...{ dbid: 17, name: 'CP', type: 'CapturePoint' },
        options: {
          settings: {
            ...{ 'capture-point-type': 'jms', broker: await broker.url(), address: 'captures' },
            ...{ 'dead-letter-address': 'dead', 'longest-bytes': '10000', ...settings },
          },
        },
      }),
      ...{ pair: 17, intake: store.intake(difference), tally, database: store.pool, directory: '.', environment: {} },
      ...{ clock, random: () => 0.5, log: silentLog },
    });
  const workedOff = () => eventually('an empty queue', () => (broker.waiting === 0 ? true : undefined));

  beforeAll(async () => {
    store = await aCaptureStore();
  }, 60_000);
  beforeEach(async () => {
    broker = new Broker();
    tally = new CaptureTally();
    await store.clear();
  });
  afterEach(() => broker.stop());
  afterAll(() => store.stop());

  it.each([
    ['text', body],
    ['bytes', messages.data_section(Buffer.from(body)) as object],
    [
      'bytes in two pieces',
      messages.data_sections([Buffer.from(body.slice(0, 9)), Buffer.from(body.slice(9))]) as object,
    ],
    ['a map', aCapture()],
    ['XML', '<interaction><attributes><Region>north</Region></attributes></interaction>'],
  ])('captures a message of %s', async (_case, content) => {
    const capturePoint = await start();
    broker.put({ message_id: '1', body: content });

    await workedOff();
    await capturePoint.close();

    expect(await store.interactions()).toMatchObject([{ tenant: 'Environment', media: 'email', service: 'orders' }]);
    expect(tally).toMatchObject({ captured: 1, setAside: 0 });
  });

  it('takes properties of the message as attributes, and those of its body before them (MT-8)', async () => {
    const capturePoint = await start();
    const application_properties = { Region: 'south', Order: 16, isNew: true };
    broker.put({ message_id: '1', body: '{"attributes": {"Order": 17}}', application_properties });

    await workedOff();
    await capturePoint.close();

    expect(await store.interactions()).toMatchObject([
      { tenant: 'Resources', attributes: { Region: 'south', Order: '17', isNew: 'true' } },
    ]);
  });

  it('captures a message once, however often it is delivered', async () => {
    const capturePoint = await start();
    for (let time = 0; time < 3; time++) broker.put({ message_id: 'same', body });

    await workedOff();
    await capturePoint.close();

    expect(await store.interactions()).toHaveLength(1);
    expect(broker.settled).toBe(3);
  });

  it.each<[string, object, string]>([
    ['half a JSON', { body: '{' }, 'MALFORMED_JSON'],
    ['nothing', { body: null }, 'INVALID_FIELD'],
    ['a list', { body: messages.sequence_section([1, 2]) as object }, 'INVALID_FIELD'],
    ['bytes that are no text', { body: messages.data_section(Buffer.from([0xff])) as object }, 'NOT_UTF_8'],
    ['too much', { body: ' '.repeat(10_001) }, 'TOO_LARGE'],
    ['a tenant that it does not know (MT-8)', { body: '{"attributes": {"Region": "west"}}' }, 'TENANT_UNMAPPED'],
    ['no message-id', { body, message_id: undefined }, 'NO_MESSAGE_ID'],
  ])('sets a message aside that has %s, with the reason, and goes on', async (_case, message, code) => {
    const capturePoint = await start();
    broker.put({ message_id: '1', ...message });
    broker.put({ message_id: '2', body });

    await workedOff();
    await capturePoint.close();

    expect(await store.interactions()).toHaveLength(1);
    expect(broker.deadLetters).toMatchObject([{ application_properties: { 'capture-code': code } }]);
    expect(tally).toMatchObject({ captured: 1, setAside: 1 });
  });

  it('settles nothing while the server takes nothing new, holds no more than it works on, and then goes on', async () => {
    let isAccepting = false;
    const capturePoint = await start({ isAccepting: () => isAccepting }, { concurrency: '3' });
    for (let number = 0; number < 20; number++) broker.put({ message_id: String(number), body });
    await eventually('the problem to be shown', () => tally.problem);

    expect({ held: broker.held, settled: broker.settled }).toEqual({ held: 3, settled: 0 });
    isAccepting = true;
    await workedOff();
    await capturePoint.close();

    expect(await store.interactions()).toHaveLength(20);
  });

  it.each(
    ['find', 'fix', 'submit'].flatMap((step): Death[] => [
      { step, moment: 'before' },
      { step, moment: 'after' },
    ]),
  )(
    'has one interaction where the process dies $moment the step "$step" and the message comes again',
    async (death) => {
      const life = new Life(death);
      const first = await start({ life });
      broker.put({ message_id: 'same', body });
      await eventually('the death of the first process', () => (life.isOver ? true : undefined));
      broker.cut();
      await first.close();

      const second = await start({ mapping: mapping({ values: { north: 'Resources' } }) });
      await workedOff();
      await second.close();

      expect(await store.interactions()).toHaveLength(1);
      expect(broker.settled).toBe(1);
    },
  );

  it('says that the broker is lost', async () => {
    const capturePoint = await start();

    broker.cut();

    expect(await capturePoint.lost).toMatchObject({ message: expect.stringContaining('The broker amqp://') as string });
    await capturePoint.close();
  });

  it('speaks TLS where the URL of the broker says so, and to nobody whom it cannot trust', async () => {
    const secured = new Broker({ transport: 'tls', ...selfSigned });
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-capture-'));
    const file = join(directory, 'ca.pem');
    writeFileSync(file, selfSigned.cert);
    const url = await secured.url();
    secured.put({ message_id: '1', body });

    await expect(start({}, { broker: url })).rejects.toThrow('self-signed certificate');
    const capturePoint = await start({}, { broker: url, 'ca-file': file });
    await eventually('the capture', () => (tally.captured === 1 ? true : undefined));

    await capturePoint.close();
    await secured.stop();
    rmSync(directory, { recursive: true });
  });

  it('gives up on whoever listens there and says nothing', async () => {
    const silent = createServer((socket) => void socket.resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const clock = { ...systemClock, after: (ms: number, task: () => void) => systemClock.after(ms / 100, task) };

    await expect(start({}, { broker: `amqp://127.0.0.1:${port}` }, clock)).rejects.toThrow('does not answer');

    const closed = once(silent, 'close');
    silent.close();
    await closed;
  });

  it('does not start while no broker answers', async () => {
    await expect(start({}, { broker: 'amqp://127.0.0.1:1' })).rejects.toThrow('The broker amqp://127.0.0.1:1');
  });

  it.each([
    ['broker', { broker: 'http://localhost' }, 'settings/broker: amqp://host:port or amqps://host:port is expected'],
    ['broker', { broker: 'amqp://me:secret@localhost' }, 'credentials have no place here'],
    ['address', { address: '' }, 'settings/address'],
    ['password-variable', { 'password-variable': 'NO_SUCH_VARIABLE' }, 'no variable NO_SUCH_VARIABLE'],
  ])('names the option %s where it is wrong', async (_option, settings, says) => {
    await expect(start({}, settings)).rejects.toThrow(says);
  });
});
