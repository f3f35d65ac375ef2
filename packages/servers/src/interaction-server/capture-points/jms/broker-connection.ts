import type { Clock } from '@eservices-lb/sdk';
import { create_container } from 'rhea';
import type { Connection, Container, Receiver, Sender } from 'rhea';
import { z } from 'zod';
import type { CapturePointSurroundings } from '../kind-of-capture-point.js';
import { secretOf } from '../secret-of-option.js';
import { brokerAddress } from './broker-socket.js';
import type { JmsSettings } from './jms-settings.js';

/** An open connection to the broker, with the two links that are needed. */
export interface BrokerConnection {
  readonly receiver: Receiver;
  readonly deadLetters: Sender;
  /** Resolves with what happened when the connection or one of its links is lost. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
}

const openLimitMs = 10_000;
const closeLimitMs = 2_000;
/** A broker that says nothing for so long is gone, ms. */
const silenceMs = 30_000;

const losses = [
  ...['error', 'protocol_error', 'connection_error', 'session_error', 'receiver_error', 'sender_error'],
  ...['connection_close', 'session_close', 'receiver_close', 'sender_close', 'disconnected'],
];

/**
 * Connects, and attaches to both queues.
 * @throws Error where the broker does not answer, or does not let us
 */
export async function connectToBroker(
  settings: JmsSettings,
  surroundings: CapturePointSurroundings,
): Promise<BrokerConnection> {
  const container = create_container();
  const lost = new Promise<Error>((resolveLost) => {
    for (const event of losses) {
      container.on(event, (context: unknown) => {
        resolveLost(new Error(`The broker ${settings.broker}: ${lossOf(event, context)}`));
      });
    }
  });
  const address = await brokerAddress(settings, surroundings.directory);
  const { host, port } = address.details();
  const connection = container.connect({
    ...{ host, port },
    ...{ ...credentialsOf(settings, surroundings), transport: 'tcp', connection_details: address.details },
    ...{ hostname: new URL(settings.broker).hostname, reconnect: false, idle_time_out: silenceMs },
  });
  const deadLetters = connection.open_sender({ target: settings['dead-letter-address'], autosettle: true });
  const receiver = connection.open_receiver({ source: settings.address, credit_window: 0, autoaccept: false });
  const close = async (): Promise<void> => {
    await closed(connection, container, surroundings.clock);
    address.cut();
  };
  const broker = { receiver, deadLetters, lost, close };
  const both = Promise.all([happened(container, 'receiver_open'), happened(container, 'sender_open')]);
  const failure = await within(openLimitMs, surroundings.clock, [both.then(() => undefined), lost]).catch(
    () => new Error(`The broker ${settings.broker} does not answer.`),
  );
  if (failure === undefined) return broker;
  await broker.close();
  throw failure;
}

function credentialsOf(
  { username, ...settings }: JmsSettings,
  surroundings: CapturePointSurroundings,
): { readonly username?: string; readonly password?: string } {
  const variable = settings['password-variable'];
  return {
    ...(username !== undefined && { username }),
    ...(variable !== undefined && { password: secretOf(variable, surroundings) }),
  };
}

const happened = (container: Container, event: string): Promise<void> =>
  new Promise((resolveHappened) => {
    container.once(event, () => {
      resolveHappened();
    });
  });

/** What comes first; rejects where nothing comes in time. */
async function within<T>(ms: number, clock: Clock, awaited: readonly Promise<T>[]): Promise<T> {
  let cancel = (): void => undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(ms, () => {
      reject(new Error(`Nothing came within ${ms} ms.`));
    });
  });
  try {
    return await Promise.race([...awaited, tooLate]);
  } finally {
    cancel();
  }
}

/** The broker keeps what is not settled, and gives it to whoever comes next. */
async function closed(connection: Connection, container: Container, clock: Clock): Promise<void> {
  if (!connection.is_open()) return;
  const ends = [happened(container, 'connection_close'), happened(container, 'disconnected')];
  connection.close();
  await within(closeLimitMs, clock, ends).catch(() => undefined);
}

const causeSchema = z
  .object({ message: z.string() })
  .or(z.object({ description: z.string().min(1) }).or(z.object({ condition: z.string() })));
const placesSchema = z.record(z.string(), z.unknown()).catch({});

/** The error is in the context of the event, or in the link or connection that it is about. */
function lossOf(event: string, context: unknown): string {
  const places = placesSchema.parse(context);
  const holders = [places, places.receiver, places.sender, places.session, places.connection].map((holder) =>
    placesSchema.parse(holder),
  );
  for (const { error } of [...holders, { error: context }]) {
    const cause = causeSchema.safeParse(error).data;
    if (cause !== undefined) return Object.values(cause)[0] ?? event;
  }
  return event.replace('_', ' ');
}
