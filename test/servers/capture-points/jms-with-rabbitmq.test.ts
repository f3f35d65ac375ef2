import { systemClock } from '@eservices-lb/sdk';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import { create_container, message as messages } from 'rhea';
import type { Connection, EventContext, Message } from 'rhea';
import { CaptureTally } from '../../../packages/servers/src/interaction-server/capture-points/capture-tally.js';
import { startJmsCapturePoint } from '../../../packages/servers/src/interaction-server/capture-points/jms/jms-capture-point.js';
import { eventually } from '../../estate/eventually.js';
import { silentLog } from '../application-surroundings.js';
import { aCapture, aCaptureStore } from './a-capture-store.js';
import type { CaptureStore } from './a-capture-store.js';
import { startRabbitMq, whereThereIsRabbitMq } from './where-there-is-rabbitmq.js';
import type { RabbitMq } from './where-there-is-rabbitmq.js';

/** A program that sends interactions, and whoever looks after those that were set aside. */
function connectTo({ url }: RabbitMq) {
  const { hostname, port } = new URL(url);
  const credentials = { username: 'guest', password: 'guest' };
  const container = create_container();
  for (const event of ['error', 'session_error', 'connection_error', 'disconnected'])
    container.on(event, () => undefined);
  const connection: Connection = container.connect({
    host: hostname,
    port: Number(port),
    reconnect: false,
    ...credentials,
  });
  const open = (address: string) => connection.open_sender(address);
  return {
    async send(address: string, sent: readonly object[]): Promise<void> {
      const sender = open(address);
      let accepted = 0;
      sender.on('accepted', () => (accepted += 1));
      await eventually('credit', () => (sender.sendable() ? true : undefined));
      for (const each of sent) sender.send(each as Message);
      await eventually('the broker to take all', () => (accepted === sent.length ? true : undefined));
      sender.close();
    },
    async first(address: string): Promise<Message> {
      const receiver = connection.open_receiver(address);
      const received: Message[] = [];
      receiver.on('message', ({ message }: EventContext) => message !== undefined && received.push(message));
      return eventually('a message', () => received[0]);
    },
    close: () => connection.close(),
  };
}

whereThereIsRabbitMq('JMS Capture Point with RabbitMQ', () => {
  let store: CaptureStore;
  let broker: RabbitMq;
  let client: ReturnType<typeof connectTo>;
  const start = (queue: string, { password = 'guest', tally = new CaptureTally() } = {}) =>
    startJmsCapturePoint({
      application: applicationSchema.parse({
        ...{ dbid: 17, name: 'CP', type: 'CapturePoint' },
        options: {
          settings: {
            ...{ 'capture-point-type': 'jms', broker: broker.url, address: `/queue/${queue}`, concurrency: '8' },
            ...{ 'dead-letter-address': `/queue/${queue}-dead`, username: 'guest', 'password-variable': 'PASSWORD' },
          },
        },
      }),
      ...{
        pair: 17,
        intake: store.intake(),
        tally,
        database: store.pool,
        directory: '.',
        environment: { PASSWORD: password },
      },
      ...{ clock: systemClock, random: () => 0.5, log: silentLog },
    });

  beforeAll(async () => {
    [store, broker] = await Promise.all([aCaptureStore(), startRabbitMq()]);
    client = connectTo(broker);
  }, 120_000);
  beforeEach(() => store.clear());
  afterAll(async () => {
    client.close();
    await Promise.all([store.stop(), broker.stop()]);
  }, 30_000);

  it('captures messages, and sets aside with the reason what cannot be used', async () => {
    const tally = new CaptureTally();
    const capturePoint = await start('mixed', { tally });
    const text = JSON.stringify(aCapture());
    await client.send('/queue/mixed', [
      { message_id: 'text', body: text },
      { message_id: 'bytes', body: messages.data_section(Buffer.from(text)) as object },
      { message_id: 'wrong', body: '{' },
    ]);

    const letter = await client.first('/queue/mixed-dead');
    await eventually('the captures', () => (tally.captured === 2 ? true : undefined));
    await capturePoint.close();

    expect(await store.interactions()).toHaveLength(2);
    expect(letter).toMatchObject({ message_id: 'wrong', body: '{' });
    expect(letter.application_properties).toMatchObject({ 'capture-code': 'MALFORMED_JSON' });
  });

  it('has one interaction of each message where one Capture Point ends in the middle and another goes on', async () => {
    const tallies = [new CaptureTally(), new CaptureTally()] as const;
    const first = await start('many', { tally: tallies[0] });
    const sent = Array.from({ length: 100 }, (_, number) => ({
      message_id: `${number}`,
      body: JSON.stringify(aCapture()),
    }));
    await client.send('/queue/many', sent);
    await eventually('some captures', () => (tallies[0].captured > 10 ? true : undefined));
    await first.close();

    const second = await start('many', { tally: tallies[1] });
    await eventually('all interactions', async () => ((await store.interactions()).length === 100 ? true : undefined));
    await eventually('the last to be settled', () =>
      tallies[0].captured + tallies[1].captured >= 100 ? true : undefined,
    );
    await second.close();

    expect(await store.interactions()).toHaveLength(100);
  });

  it('does not start with a wrong password', async () => {
    await expect(start('mixed', { password: 'wrong' })).rejects.toThrow(/The broker amqp:.*/);
  });
});
