import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { PduStream } from '../../packages/servers/src/smpp/pdu-stream.js';
import { newUnit } from '../../packages/servers/src/smpp/protocol-data-unit.js';
import { SmppConnection } from '../../packages/servers/src/smpp/smpp-connection.js';
import type { SmppError } from '../../packages/servers/src/smpp/smpp-error.js';
import { SmsCenterLink } from '../../packages/servers/src/sms-server/sms-center-link.js';
import type { SmsCenterAddress } from '../../packages/servers/src/sms-server/sms-center-link.js';
import { eventually } from '../estate/eventually.js';
import { anSmsCenter, smsCenterPassword } from './an-sms-center.js';
import { silentLog } from './application-surroundings.js';
import { freePort } from './free-port.js';

/** Somebody who writes bytes to the SMS Center. */
async function aCaller(port: number): Promise<{
  readonly socket: Socket;
  send(...units: readonly (Buffer | string)[]): void;
  /** Resolves with so many answers, by command and status. */
  answers(count: number): Promise<readonly string[]>;
  readonly ended: Promise<unknown>;
}> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const stream = new PduStream();
  const received: string[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    for (const one of stream.push(chunk))
      if ('unit' in one) received.push(`${one.unit.command} ${one.unit.command_status}`);
  });
  return {
    socket,
    send: (...units) => {
      for (const unit of units) socket.write(unit);
    },
    answers: (count) =>
      eventually(`${count} answers`, () => (received.length >= count ? received : undefined), { withinMs: 20_000 }),
    ended: new Promise((resolve) => socket.once('close', resolve)),
  };
}

const bind = newUnit('bind_transceiver', {
  ...{ system_id: 'SMSServer_1', password: smsCenterPassword, sequence_number: 1 },
}).toBuffer();
const unit = (command: string, fields: object = {}): Buffer => newUnit(command, fields).toBuffer();

/** Everything goes on for those who do nothing wrong. */
async function stillServes(port: number): Promise<void> {
  const caller = await aCaller(port);
  caller.send(bind);
  expect(await caller.answers(1)).toEqual(['bind_transceiver_resp 0']);
  caller.socket.destroy();
}

describe('an SMS Center', () => {
  it.each([
    ['HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['noise', Buffer.from('ffffffffdeadbeef', 'hex')],
    ['a unit of four bytes', Buffer.from('00000004', 'hex')],
    ['a unit of a gigabyte', Buffer.from('40000000000000050000000000000001', 'hex')],
  ])('that hears %s says that this is no SMPP, ends the connection, and serves the others', async (_what, bytes) => {
    await using played = await anSmsCenter();
    const caller = await aCaller(played.port);

    caller.send(bytes);

    expect(await caller.answers(1)).toEqual(['generic_nack 2']);
    await caller.ended;
    await stillServes(played.port);
  });

  it('refuses by name what it does not know, what it cannot read, and what comes before a bind; and goes on', async () => {
    await using played = await anSmsCenter();
    const caller = await aCaller(played.port);
    const unknown = Buffer.from('00000010000011110000000000000002', 'hex');
    const unreadable = Buffer.from('00000012000000040000000000000003ffff', 'hex');
    const message = { destination_addr: '16505550100', short_message: Buffer.from('hello') };

    caller.send(unit('submit_sm', message), bind, bind, unknown, unreadable, unit('submit_sm', message));

    expect([...(await caller.answers(6))].sort()).toEqual([
      'bind_transceiver_resp 0',
      'bind_transceiver_resp 5',
      'generic_nack 3',
      'submit_sm_resp 0',
      'submit_sm_resp 1',
      'submit_sm_resp 4',
    ]);
    caller.socket.destroy();
  });

  it('answers also what has no answer in SMPP: it goes on', async () => {
    await using played = await anSmsCenter();
    const caller = await aCaller(played.port);

    caller.send(unit('outbind', { system_id: 'x', password: 'y' }), unit('alert_notification'));

    expect(await caller.answers(2)).toEqual(['generic_nack 3', 'generic_nack 3']);
    caller.socket.destroy();
    await stillServes(played.port);
  });

  it('refuses a wrong password, and whoever does not say who he is within five seconds is sent away', async () => {
    const clock = new ManualClock();
    await using played = await anSmsCenter({ clock });
    const [wrong, silent] = [await aCaller(played.port), await aCaller(played.port)];

    wrong.send(unit('bind_transceiver', { system_id: 'SMSServer_1', password: 'guess' }));
    expect(await wrong.answers(1)).toEqual(['bind_transceiver_resp 14']);
    clock.advance(5_000);

    await silent.ended;
  });
});

describe('an SMPP connection', () => {
  it('ends when the other side answers neither requests nor enquire_link, and says so to whoever waits', async () => {
    const clock = new ManualClock();
    const mute = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const socket = connect(mute.address() as { port: number });
    await once(socket, 'connect');
    const closed = new Promise<SmppError>((resolve) => {
      const connection = new SmppConnection({
        ...{ socket, clock, onClosed: resolve, onUnforeseen: () => undefined },
        onRequest: () => Promise.resolve({ status: 0 }),
      });
      const asked = connection.request('submit_sm', {}, { limitMs: 1_000 });
      asked.catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'NO_ANSWER' });
      });
    });

    clock.advance(1_000);
    clock.advance(10_000);
    clock.advance(10_000);
    clock.advance(5_000);

    expect(await closed).toMatchObject({ code: 'CONNECTION_LOST', message: expect.stringMatching(/enquire_link/) });
    expect.assertions(2);
    mute.close();
  });
});

describe('an SMS Center', () => {
  it('knows nobody any more who leaves in the moment in which he is bound', async () => {
    await using played = await anSmsCenter();
    const callers = await Promise.all(Array.from({ length: 20 }, () => aCaller(played.port)));

    for (const caller of callers) caller.send(Buffer.concat([bind, unit('unbind', { sequence_number: 2 })]));
    await Promise.all(callers.map(({ ended }) => ended));
    await stillServes(played.port);

    await eventually('all to be gone', () => (played.center.counts().servers.length === 0 ? true : undefined));
  });
});

describe('an SMPP connection', () => {
  it('takes the answers that come in one piece with an unbind, and carries out nothing that is asked behind it', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const [socket, [other]] = await Promise.all([
      aCaller((listener.address() as AddressInfo).port),
      once(listener, 'connection') as Promise<[Socket]>,
    ]);
    const carriedOut: string[] = [];
    const connection = new SmppConnection({
      ...{ socket: other, clock: systemClock, onUnforeseen: () => undefined, onClosed: () => undefined },
      onRequest: ({ unit: { command } }) => {
        carriedOut.push(command);
        return Promise.resolve({ status: 0 });
      },
    });

    const answer = connection.request('submit_sm', {});
    await once(socket.socket, 'data');
    socket.send(
      Buffer.concat([
        unit('unbind', { sequence_number: 9 }),
        unit('submit_sm', { sequence_number: 10 }),
        unit('submit_sm_resp', { sequence_number: 1, message_id: 'm' }),
      ]),
    );

    await expect(answer).resolves.toMatchObject({ command: 'submit_sm_resp' });
    expect(carriedOut).toEqual([]);
    socket.socket.destroy();
    listener.close();
  });
});

describe('the link of an SMS Server to its SMS Center', () => {
  const links: SmsCenterLink[] = [];
  afterEach(async () => {
    await Promise.all(links.splice(0).map((link) => link.close()));
  });
  function aLink(address: Partial<SmsCenterAddress> & { readonly port: number }): SmsCenterLink {
    const link = new SmsCenterLink({
      address: () => ({
        ...{ host: '127.0.0.1', secure: false, systemId: 'SMSServer_1', password: smsCenterPassword },
        ...{ addressRange: '', ...address },
      }),
      onRequest: () => Promise.resolve({ status: 0 }),
      onBound: () => undefined,
      ...{ clock: systemClock, random: () => 0, log: silentLog },
    });
    links.push(link);
    return link;
  }
  const bound = (link: SmsCenterLink): Promise<true> =>
    eventually('the link to be bound', () => (link.isBound ? true : undefined));

  it('is made anew when the SMS Center comes back', async () => {
    const port = await freePort();
    const first = await anSmsCenter({ port });
    const link = aLink({ port });
    link.open();
    await bound(link);

    await first[Symbol.asyncDispose]();
    await eventually('the loss', () => (link.isBound ? undefined : true));
    expect(link.problem).toBeDefined();
    await using second = await anSmsCenter({ port });

    await bound(link);
    await eventually('it to be there', () => (second.center.counts().servers[0] === 'SMSServer_1' ? true : undefined));
    expect(link.problem).toBeUndefined();
  });

  it('says what to do about a wrong password', async () => {
    await using played = await anSmsCenter();
    const link = aLink({ port: played.port, password: 'guess' });

    link.open();

    const problem = await eventually('the problem', () => link.problem);
    expect(problem).toMatch(/ESME_RINVPASWD.*Set options system-id and password of section sms-center/);
  });

  it('is made anew with what is configured now, also where that changed while it was being made', async () => {
    await using played = await anSmsCenter();
    const address = { port: played.port, systemId: 'SMSServer_1' };
    const link = aLink(address);
    link.open();

    address.systemId = 'SMSServer_2';
    await link.renew();

    await eventually('the new name', () => (played.center.counts().servers[0] === 'SMSServer_2' ? true : undefined));
  });

  it('asks for its numbers, and is not bound any more once it is closed', async () => {
    await using played = await anSmsCenter();
    const link = aLink({ port: played.port, addressRange: '+1650' });
    link.open();
    await bound(link);

    await link.close();

    await eventually('the end', () => (played.center.counts().servers.length === 0 ? true : undefined));
    expect(link.isBound).toBe(false);
    await expect(link.request('submit_sm', {})).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('may be secure (TLS): to a certificate that it knows, and to no other', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-tls-'));
    const [keyFile, certificateFile] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', keyFile, '-out', certificateFile];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...files, ...subject],
      {
        stdio: 'ignore',
      },
    );
    await using played = await anSmsCenter({ keyFile, certificateFile });
    const certificateAuthority = readFileSync(certificateFile, 'utf8');
    rmSync(directory, { recursive: true });
    const trusting = aLink({ port: played.port, secure: true, certificateAuthority });
    const doubting = aLink({ port: played.port, secure: true });

    trusting.open();
    doubting.open();

    await bound(trusting);
    expect(await eventually('the problem', () => doubting.problem)).toMatch(/self-signed certificate/);
  });
});
