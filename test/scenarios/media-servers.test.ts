import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { Pool } from 'pg';
import { newUnit } from '../../packages/servers/src/smpp/protocol-data-unit.js';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

const within = { withinMs: 30_000 };
const ports = {
  ...{ DatabaseServer: 132, InteractionServer: 141, SMSServer_1: 161, SMSServer_2: 162, SMSServer_1_Backup: 166 },
  ...{ SocialMessagingServer: 163, SocialMessagingServer_Backup: 167, SMSCenter: 164, smpp: 165, SocialNetwork: 168 },
} as const;
type Name = keyof typeof ports;

describe('SMS Servers and Social Messaging Servers as real processes', () => {
  let estate: Estate;
  let operator: Operator;
  let pool: Pool;
  let headers: Readonly<Record<string, string>>;
  const url = (name: Name): string => `http://127.0.0.1:${estate.portBase + ports[name]}`;

  beforeAll(async () => {
    estate = await startEstate({ scenario: join(__dirname, 'media-servers.yaml') });
    operator = await operatorOf(estate);
    const port = estate.portBase + ports.DatabaseServer;
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 1 });
    const secrets = join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json');
    const { service } = JSON.parse(readFileSync(secrets, 'utf8')) as { service: string };
    headers = { authorization: `Bearer ${service}` };
  }, 170_000);
  afterAll(async () => {
    await pool.end();
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  const text = (from: string, words: string): Promise<unknown> =>
    axios.post(`${url('SMSCenter')}/messages`, { from, to: '+18005550000', text: words });
  const write = async (words: string, feed = 'support'): Promise<string> =>
    (await axios.post<{ id: string }>(`${url('SocialNetwork')}/feeds/${feed}/posts`, { author: 'Ada', text: words }))
      .data.id;
  const counts = async () =>
    (await axios.get<{ servers: readonly string[]; unacknowledged: number }>(`${url('SMSCenter')}/counts`)).data;
  /** How often there is an interaction of each text. */
  const interactions = async (media: string, like: string): Promise<readonly [text: string, count: number][]> => {
    const { rows } = await pool.query<{ text: string; count: number }>(
      `SELECT attributes ->> 'Text' AS text, count(*)::int AS count FROM interaction
       WHERE media = $1 AND attributes ->> 'Text' LIKE $2 GROUP BY 1 ORDER BY 1`,
      [media, `${like}%`],
    );
    return rows.map((row) => [row.text, row.count]);
  };
  const allOf = (media: string, like: string, count: number) =>
    eventually(
      `${count} interactions of ${media}`,
      async () => {
        const found = await interactions(media, like);
        return found.length >= count ? found : undefined;
      },
      within,
    );
  const ask = (
    server: Name,
    operation: string,
    tenant: string,
    parameters: object,
  ): Promise<AxiosResponse<{ error?: { code: string }; result?: object }>> =>
    axios.post(
      `${url(server)}/esp/${operation}`,
      {
        ...{ requestId: `${server} ${tenant} ${JSON.stringify(parameters)}`, tenant, parameters },
        interaction: { interactionId: 'i', media: 'sms', tenant, subject: '', attributes: {} },
      },
      { headers, validateStatus: () => true },
    );
  const restart = async (application: string): Promise<void> => {
    await operator.act(application, 'stop');
    await operator.hasStatus(application, 'stopped');
    await operator.act(application, 'start');
    await operator.hasStatus(application, 'running');
  };

  it('bring in what is written, and answer as a strategy says, whoever of them is asked (IXN-4, IXN-5, SMS-1)', async () => {
    const asked = ['+16505550100', '+19255550100', '+16505550101', '+15105550100'];
    for (const from of asked) await text(from, 'When are you open?');
    const post = await write('When are you open?');

    const sent = await eventually(
      'four answers',
      async () => {
        const { data } = await axios.get<{ messages: readonly { to: string; text: string; sentBy: string }[] }>(
          `${url('SMSCenter')}/sent`,
        );
        return data.messages.length >= 4 ? data.messages : undefined;
      },
      within,
    );
    expect(sent.map((message) => `${message.to} ${message.sentBy} ${message.text}`).sort()).toEqual([
      '+15105550100 SMSServer_2 From 8 to 18.',
      '+16505550100 SMSServer_1 From 8 to 18.',
      '+16505550101 SMSServer_1 From 8 to 18.',
      '+19255550100 SMSServer_2 From 8 to 18.',
    ]);
    const reply = await eventually('the reply', async () => {
      const { data } = await axios.get<{ posts: readonly object[] }>(`${url('SocialNetwork')}/feeds/support/posts`);
      return data.posts[1];
    });
    expect(reply).toMatchObject({ inReplyTo: post, text: 'From 8 to 18.', author: 'eservices' });
  }, 60_000);

  it('serve nobody as backups: they are not bound, read nothing, and refuse requests (BK-1, BK-4)', async () => {
    expect([...(await counts()).servers].sort()).toEqual(['SMSServer_1', 'SMSServer_2']);
    for (const [backup, operation] of [
      ['SMSServer_1_Backup', 'send-sms'],
      ['SocialMessagingServer_Backup', 'post'],
    ] as const)
      expect(await ask(backup, operation, 'Environment', {})).toMatchObject({
        ...{ status: 503, data: { error: { code: 'NOT_PRIMARY' } } },
      });
  });

  it('go on when they are spoken to in the wrong protocol', async () => {
    const pid = estate.pidOf('SMSServer_1');
    const bytes: readonly [port: Name, content: Buffer | string][] = [
      ['smpp', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
      ...(['SMSServer_1', 'SMSCenter', 'SocialMessagingServer', 'SocialNetwork'] as const).map(
        (name): [Name, Buffer] => [name, newUnit('bind_transceiver', { system_id: 'x', password: 'y' }).toBuffer()],
      ),
    ];
    for (const [port, content] of bytes) {
      const socket = connect({ port: estate.portBase + ports[port], host: '127.0.0.1' });
      socket.on('error', () => undefined).resume();
      socket.write(content);
      await once(socket, 'close');
    }

    await text('+16505550100', 'protocol 1');
    await write('protocol 2');

    await allOf('sms', 'protocol', 1);
    await allOf('social', 'protocol', 1);
    process.kill(pid, 0);
  }, 40_000);

  it('work with the tenants they were started with until they are restarted (MT-4)', async () => {
    const wish = { to: '+19255550100', from: '+18005550000', text: 'hello' };
    await write('sales 1', 'sales');
    for (const server of ['SMSServer_2', 'SocialMessagingServer'])
      await operator.change(server, { tenants: ['Environment', 'Resources'] });
    await operator.view(({ configuration }) =>
      [...configuration.applications.values()].some(
        ({ name, tenants }) => name === 'SocialMessagingServer' && tenants.includes('Resources'),
      ),
    );

    const refused = { status: 403, data: { error: { code: 'TENANT_NOT_SERVED' } } };
    expect(await ask('SMSServer_2', 'send-sms', 'Resources', wish)).toMatchObject(refused);
    expect(await ask('SocialMessagingServer', 'post', 'Resources', { feed: 'sales', text: 'hello' })).toMatchObject(
      refused,
    );
    expect(await interactions('social', 'sales')).toEqual([]);

    // The pair as a whole: where only its primary stops, its backup takes over, which was started before, too.
    await operator.act('SocialMessagingServer_Backup', 'stop');
    await operator.hasStatus('SocialMessagingServer_Backup', 'stopped');
    await Promise.all(['SMSServer_2', 'SocialMessagingServer'].map(restart));
    await operator.act('SocialMessagingServer_Backup', 'start');
    await operator.hasStatus('SocialMessagingServer_Backup', 'running');

    expect(await ask('SMSServer_2', 'send-sms', 'Resources', wish)).toMatchObject({ status: 200 });
    await allOf('social', 'sales', 1);
  }, 90_000);

  it.each([
    ['sms', 'SMSServer_1'],
    ['social', 'SocialMessagingServer'],
  ] as const)(
    'lose and double nothing of %s when the primary is killed: the backup takes over (BK-1)',
    async (media, primary) => {
      const send = (words: string) => (media === 'sms' ? text('+16505550100', words) : write(words));
      const pid = estate.pidOf(primary);

      for (let at = 10; at < 60; at++) {
        await send(`killed ${at}`);
        if (at === 30) process.kill(pid, 'SIGKILL');
      }

      const found = await allOf(media, 'killed', 50);
      expect(found).toEqual(Array.from({ length: 50 }, (_, at) => [`killed ${at + 10}`, 1]));
      if (media === 'sms') {
        const { servers, unacknowledged } = await eventually('the SMS Center to be done', async () => {
          const all = await counts();
          return all.unacknowledged === 0 ? all : undefined;
        });
        expect(unacknowledged).toBe(0);
        // SMPP has room for fifteen letters.
        expect([...servers].sort()).toEqual(['SMSServer_1_Bac', 'SMSServer_2']);
      }
    },
    90_000,
  );
});
