import { randomUUID } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { eventually } from '../estate/eventually.js';
import { agentCookie } from '../estate/agent-cookie.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { beginChat, postForm } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

interface Listed {
  readonly interactionId: string;
  readonly media: string;
  readonly state: string;
}
interface Statistics {
  readonly waiting: number;
  readonly active: number;
  readonly position?: number;
  readonly estimatedWaitSeconds: number;
}

const tenant = 'Environment';
/** An application that ended by itself is started again after a moment, and has to find the database. */
const withinMs = 30_000;

describe('Callback, Universal Contact, Stat and Interaction Server in an estate of real processes', () => {
  let estate: Estate;
  let operator: Operator;
  let cookie: string;

  beforeAll(async () => {
    estate = await startEstate();
    operator = await operatorOf(estate);
    cookie = await agentCookie(estate);
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    // Those that were started again are no children of the test, but of the control server, which ends them.
    await estate.stop();
  }, 30_000);

  const node = (index = 0): string => estate.ready.urls.web[index] ?? '';
  const get = <T>(path: string, params: object, at = node()): Promise<AxiosResponse<T>> =>
    axios.get<T>(`${at}${path}`, { params, headers: { cookie }, validateStatus: () => true, timeout: 5_000 });
  const inAnHour = (): string => new Date(systemClock.wallClock() + 3_600_000).toISOString();
  const askForCall = (difference: object = {}) =>
    axios.post<{ callbackId?: string; errors?: readonly { code: number }[] }>(
      `${node()}/api/callbacks`,
      { service: 'support', name: 'Ada', phoneNumber: '213 373 4253', at: inAnHour(), ...difference },
      { validateStatus: () => true, timeout: 5_000 },
    );
  const write = (fromAddress: string) =>
    postForm<{ statusCode: number; interactionId: string }>(`${node()}/genesys/2/email/support`, {
      ...{ firstName: 'Ada', lastName: 'Lovelace', fromAddress, subject: 'A question', text: 'Hello' },
    });
  const interactions = async (): Promise<readonly Listed[]> =>
    (await get<{ interactions?: readonly Listed[] }>('/agent/api/interactions', { tenant })).data.interactions ?? [];
  const interaction = (id: string): Promise<Listed> =>
    eventually(`interaction ${id}`, async () => (await interactions()).find((one) => one.interactionId === id), {
      withinMs,
    });
  /** Kills a server's process as it is now, and resolves when the control server has said so. */
  const kill = async (application: string): Promise<void> => {
    const gone = operator.view(({ statuses }) => statuses.get(application)?.status !== 'running');
    process.kill(estate.pidOf(application), 'SIGKILL');
    await gone;
  };

  it('are told of as running', () => {
    for (const type of ['CallbackServer', 'UniversalContactServer', 'StatServer', 'InteractionServer']) {
      for (const each of ['Environment', 'Resources'])
        expect(operator.loadBalancer.select({ tenant: each, type }).application).toMatch(new RegExp(`^${type}`));
    }
  });

  it('take a call-back once, show it to the agents of its tenant alone, and have it done once', async () => {
    const requestId = randomUUID();
    const { status, data } = await askForCall({ requestId });
    const again = await askForCall({ requestId });

    expect(status).toBe(200);
    expect(again.data.callbackId).toBe(data.callbackId);
    const listed = async (of: string): Promise<readonly object[]> =>
      (await get<{ callbacks: readonly object[] }>('/agent/api/work', { tenant: of }, node(1))).data.callbacks;
    expect(await listed(tenant)).toMatchObject([
      { callbackId: data.callbackId, phoneNumber: '+12133734253', state: 'new', name: 'Ada' },
    ]);
    expect(await listed('Resources')).toEqual([]);
    const done = await axios.post(
      `${node()}/agent/api/callbacks/${data.callbackId}/done`,
      { tenant },
      { headers: { cookie } },
    );
    expect(done.data).toEqual({ done: 'by-you' });
    expect((await askForCall({ at: '2020-01-01T00:00:00Z' })).data.errors).toMatchObject([{ code: 931 }]);
  });

  it('tell a waiting customer his place, and learn from an agent who comes', async () => {
    const first = await beginChat(node(), 'support');
    const second = await beginChat(node(1), 'support');
    const statistics = async (chatId: string): Promise<Statistics> =>
      (await get<Statistics>('/api/statistics/chat', { service: 'support', chatId })).data;

    const seen = await eventually('both in the queue', async () => {
      const now = await statistics(second.created.chatId);
      return now.position === 2 ? now : undefined;
    });
    expect(seen).toMatchObject({ waiting: 2, active: 0, estimatedWaitSeconds: 60 });
    expect(await statistics(first.created.chatId)).toMatchObject({ position: 1, estimatedWaitSeconds: 30 });
    expect((await get('/api/statistics/chat', { tenant: 'Resources' })).data).toMatchObject({ waiting: 0 });

    const { chatId, alias } = first.created;
    await axios.post(
      `${node()}/agent/api/chats/${chatId}/join`,
      { tenant, alias, nickname: 'Bob' },
      { headers: { cookie } },
    );
    const after = await eventually('the second to be next', async () => {
      const now = await statistics(second.created.chatId);
      return now.position === 1 ? now : undefined;
    });
    expect(after).toMatchObject({ waiting: 1, active: 1 });
    expect(after.estimatedWaitSeconds).toBeLessThan(60);
    for (const chat of [first, second]) await chat.call('disconnect');
  });

  it('have every chat and e-mail in a queue, and know when it is done; show the agent what was said before', async () => {
    const emailAddress = 'grace@example.test';
    const chat = await beginChat(node(), 'support', { emailAddress });
    await chat.call('send', { message: 'Is my order on its way?' });
    const email = await write(emailAddress);

    expect(await interaction(chat.created.chatId)).toMatchObject({ media: 'chat', state: 'new' });
    expect(await interaction(email.data.interactionId)).toMatchObject({ media: 'email', state: 'new' });
    const { data } = await get<{ contact: object; interactions: readonly object[] }>('/agent/api/contacts', {
      ...{ tenant, emailAddress },
    });
    expect(data.contact).toMatchObject({ emailAddress, name: 'Ada Lovelace' });
    expect(data.interactions).toMatchObject([
      { id: email.data.interactionId, media: 'email', excerpt: 'Hello' },
      { id: chat.created.chatId, media: 'chat', excerpt: 'Is my order on its way?' },
    ]);
    const elsewhere = await get('/agent/api/contacts', { tenant: 'Resources', emailAddress });
    expect(elsewhere.data).toEqual({ interactions: [] });

    await chat.call('disconnect');
    await eventually(
      'the chat to be done',
      async () => ((await interaction(chat.created.chatId)).state === 'done' ? true : undefined),
      { withinMs },
    );
  }, 60_000);

  it('come back when they are killed; chats and e-mails go on without them, and nothing is lost meanwhile', async () => {
    const killed = ['CallbackServer_1', 'UniversalContactServer', 'StatServer_1', 'InteractionServer'];
    const known = (await askForCall()).data.callbackId;
    const back = killed.map((application) => kill(application).then(() => operator.hasStatus(application, 'running')));

    const chat = await beginChat(node(), 'support', { emailAddress: 'joan@example.test' });
    const email = await write('joan@example.test');
    const sent = await chat.call('send', { message: 'Anybody?' });
    const work = await get<{ chats: readonly object[] }>('/agent/api/work', { tenant });

    expect([chat.created.statusCode, email.data.statusCode, sent.data.statusCode]).toEqual([0, 0, 0]);
    expect(work.status).toBe(200);
    expect(work.data.chats).toHaveLength(1);
    await Promise.all(back);

    expect(await interaction(chat.created.chatId)).toMatchObject({ media: 'chat' });
    expect(await interaction(email.data.interactionId)).toMatchObject({ media: 'email' });
    const again = await eventually('a call-back', async () => {
      const { status, data } = await askForCall();
      return status === 200 ? data.callbackId : undefined;
    });
    const { data } = await get<{ callbacks: readonly { callbackId: string }[] }>('/agent/api/callbacks', { tenant });
    const ids = data.callbacks.map(({ callbackId }) => callbackId);
    expect(ids).toEqual(expect.arrayContaining([known, again]));
    const history = await get<{ interactions: readonly object[] }>('/agent/api/contacts', {
      ...{ tenant, emailAddress: 'joan@example.test' },
    });
    expect(history.data.interactions).toHaveLength(2);
    const place = await eventually('the place in the queue', async () => {
      const { chatId } = chat.created;
      return (await get<Statistics>('/api/statistics/chat', { tenant, chatId })).data.position;
    });
    expect(place).toBe(1);
    await chat.call('disconnect');
  }, 90_000);
});
