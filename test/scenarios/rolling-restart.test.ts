import axios from 'axios';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { beginChat } from './chat-client.js';
import type { CustomerChat } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

describe('web nodes behind the front door, under load', () => {
  let estate: Estate;
  let operator: Operator;
  let chats: readonly CustomerChat[];
  let failures: string[];
  let answered: number;
  let isOn: boolean;
  let load: Promise<unknown>;

  beforeAll(async () => {
    estate = await startEstate();
    operator = await operatorOf(estate);
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  beforeEach(async () => {
    [failures, answered, isOn] = [[], 0, true];
    const { frontDoor } = estate.ready.urls;
    chats = await Promise.all(Array.from({ length: 6 }, () => beginChat(frontDoor, 'support')));
    const talk = chats.map((chat, n) =>
      repeat(`chat ${n}`, async () => (await chat.call('send', { message: 'x' })).data.statusCode),
    );
    const poll = chats.map((chat, n) =>
      repeat(`poll ${n}`, async () => (await chat.call('refresh', { waitMs: '300' })).data.statusCode),
    );
    const pages = ['/', '/chat', '/status'].map((path) =>
      repeat(path, async () => (await axios.get(`${frontDoor}${path}`, { validateStatus: () => true })).status - 200),
    );
    load = Promise.all([...talk, ...poll, ...pages]);
  });
  afterEach(async () => {
    isOn = false;
    await load;
  });

  /** Again and again until the load ends; 0 is a good answer. */
  async function repeat(what: string, ask: () => Promise<number>): Promise<void> {
    while (isOn) {
      const code = await ask().catch((error: unknown) => String(error));
      if (code === 0) answered += 1;
      else failures.push(`${what}: ${code}`);
    }
  }

  const more = async (count: number): Promise<void> => {
    const from = answered;
    await eventually(`${count} answers more`, () => (answered >= from + count ? true : undefined), {
      withinMs: 20_000,
    });
  };

  it('are restarted one after the other with no failed request', async () => {
    for (const name of ['WebAPIServer_1', 'WebAPIServer_2']) {
      await more(50);
      await operator.act(name, 'stop-gracefully');
      await operator.hasStatus(name, 'stopped');
      await more(50);
      await operator.act(name, 'start');
      await operator.hasStatus(name, 'running');
    }
    await more(50);

    expect(failures).toEqual([]);
  }, 90_000);

  it('lose at most what was under way at the one that is killed, and nothing after', async () => {
    await more(50);

    process.kill(estate.pidOf('WebAPIServer_1'), 'SIGKILL');
    await operator.hasStatus('WebAPIServer_1', 'stopped');
    await more(30);
    const lost = failures.length;
    await more(100);

    await operator.act('WebAPIServer_1', 'start');
    await operator.hasStatus('WebAPIServer_1', 'running');

    expect(lost).toBeLessThanOrEqual(15);
    expect(failures).toHaveLength(lost);
  }, 90_000);

  it('get nothing new from the front door while the Node API has taken them out', async () => {
    const [web = ''] = estate.ready.urls.web;
    const auth = { username: 'admin', password: estate.ready.agentPassword };
    const changeStatus = (to: string) =>
      axios.post(`${web}/genesys/1/admin/node/changestatus/${to}`, undefined, { auth });

    await changeStatus('OFFLINE');
    await operator.hasStatus('WebAPIServer_1', 'suspended');
    await more(30);
    const pages = await Promise.all(
      Array.from({ length: 6 }, () => axios.get<string>(`${estate.ready.urls.frontDoor}/`)),
    );
    for (const { data } of pages) expect(data).toContain('Served by <strong>WebAPIServer_2');

    await changeStatus('ONLINE');
    await operator.hasStatus('WebAPIServer_1', 'running');
    await eventually('a page of the first web node', async () => {
      const { data } = await axios.get<string>(`${estate.ready.urls.frontDoor}/`);
      return data.includes('WebAPIServer_1') ? true : undefined;
    });
    expect(failures).toEqual([]);
  }, 90_000);
});
