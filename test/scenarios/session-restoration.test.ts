import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { beginChat } from './chat-client.js';
import type { Answer, CustomerChat } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

describe('a chat whose Chat Server is killed, with session restoration', () => {
  let estate: Estate;
  let operator: Operator;
  let web: readonly string[];
  const serverOf = (alias: string): string => operator.applicationOf(alias, 'Environment');
  const textsOf = ({ data }: Answer): readonly (string | undefined)[] =>
    (data.messages ?? []).filter(({ type }) => type === 'Message').map(({ text }) => text);

  let lost: string[];

  beforeAll(async () => {
    estate = await startEstate();
    operator = await operatorOf(estate);
    web = estate.ready.urls.web;
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  beforeEach(() => {
    lost = [];
  });
  afterEach(async () => {
    for (const server of lost) {
      await operator.hasStatus(server, 'stopped');
      await operator.act(server, 'start');
      await operator.hasStatus(server, 'running');
    }
  }, 30_000);

  /** Ends the chat's server; it is started again after the test. */
  function lose(chat: CustomerChat, signal: NodeJS.Signals = 'SIGKILL'): string {
    const server = serverOf(chat.created.alias);
    process.kill(estate.pidOf(server), signal);
    lost.push(server);
    return server;
  }

  /** The customer's next good answer, asking as clients do. */
  const nextGood = (chat: CustomerChat, node: string): Promise<Answer> =>
    eventually('a good answer', async () => {
      const answer = await chat.call('refresh', { transcriptPosition: '1' }, node);
      if (answer.data.statusCode === 2) throw new Error(`The chat is over: ${JSON.stringify(answer.data)}`);
      return answer.data.statusCode === 0 ? answer : undefined;
    });

  it('goes on at another Chat Server of the tenant: statusCode 0, a new alias, the old one accepted, nothing missing or doubled, one line about it', async () => {
    const chat = await beginChat(web[0]!, 'support');
    const said = ['one', 'two', 'three'];
    for (const message of said) await chat.call('send', { message });
    const server = lose(chat);

    const restored = await nextGood(chat, web[1]!);

    expect(restored.data).toMatchObject({ statusCode: 0, chatEnded: false });
    expect(restored.data.alias).not.toBe(chat.created.alias);
    expect(serverOf(restored.data.alias)).not.toBe(server);
    expect(textsOf(restored)).toEqual(said);
    expect(restored.data.messages?.filter(({ type }) => type === 'Notice')).toHaveLength(1);

    const later = await chat.call('send', { message: 'four', transcriptPosition: '1' }, web[0]);
    expect(later.data).toMatchObject({ statusCode: 0, alias: restored.data.alias });
    expect(textsOf(later)).toEqual([...said, 'four']);
  });

  it.each<[string, NodeJS.Signals]>([
    ['is killed', 'SIGKILL'],
    ['stops', 'SIGTERM'],
  ])(
    'keeps every acknowledged message, each once, when its Chat Server %s in the middle of many sends',
    async (_how, signal) => {
      const chats = await Promise.all(Array.from({ length: 8 }, (_, n) => beginChat(web[n % 2]!, 'support')));
      const acknowledged = chats.map((): string[] => []);
      let isTalking = true;
      const talk = chats.map(async (chat, n) => {
        for (let count = 0; isTalking; count += 1) {
          const message = `${n}.${count}`;
          const send = async (): Promise<true | undefined> => {
            const { data } = await chat.call('send', { message }, web[count % 2]);
            if (data.statusCode === 2) throw new Error(`Chat ${n} is over: ${JSON.stringify(data)}`);
            return data.statusCode === 0 ? true : undefined;
          };
          await eventually('the message to be taken', send);
          acknowledged[n]!.push(message);
        }
      });
      await eventually('some messages', () => (acknowledged.every(({ length }) => length > 3) ? true : undefined));

      const killed = lose(chats[0]!, signal);
      const before = acknowledged.map(({ length }) => length);
      await eventually('messages after the kill', () =>
        acknowledged.every(({ length }, n) => length > before[n]! + 3) ? true : undefined,
      );
      isTalking = false;
      await Promise.all(talk);

      for (const [n, chat] of chats.entries()) {
        const answer = await nextGood(chat, web[n % 2]!);
        expect(textsOf(answer)).toEqual(acknowledged[n]);
        expect(serverOf(answer.data.alias)).not.toBe(killed);
      }
    },
  );

  it('keeps what is said while the database stands still, and stays where it is', async () => {
    const chat = await beginChat(web[0]!, 'support');
    const database = estate.pidOf('DatabaseServer');
    const say = (message: string): Promise<Answer> =>
      eventually(`"${message}" to be taken`, async () => {
        const answer = await chat.call('send', { message, transcriptPosition: '1' });
        return answer.data.statusCode === 0 ? answer : undefined;
      });
    process.kill(database, 'SIGSTOP');
    try {
      await say('one');
      await say('two');
    } finally {
      process.kill(database, 'SIGCONT');
      await operator.hasStatus('DatabaseServer', 'running');
    }

    await say('three');
    const { data } = await chat.call('refresh', { transcriptPosition: '1' }, web[1]);

    expect(textsOf({ status: 200, data })).toEqual(['one', 'two', 'three']);
    expect(data.alias).toBe(chat.created.alias);
  });

  it('keeps its files', async () => {
    const chat = await beginChat(web[0]!, 'support');
    const { chatId, userId, secureKey, alias } = chat.created;
    const pdf = Buffer.from('%PDF-1.7 of Ada’s');
    const form = new FormData();
    for (const [key, value] of Object.entries({ userId, secureKey, alias })) form.set(key, value);
    form.set('file', new Blob([pdf], { type: 'application/pdf' }), 'Rechnung für Ada.pdf');
    const sent = await fetch(`${web[0]}/genesys/2/chat/support/${chatId}/file`, { method: 'POST', body: form });
    const { statusCode, userData } = (await sent.json()) as { statusCode: number; userData: Record<string, string> };
    lose(chat);
    await nextGood(chat, web[1]!);

    const file = await fetch(`${web[1]}/genesys/2/chat/support/${chatId}/file/${userData['file-id']}/download`, {
      method: 'POST',
      body: new URLSearchParams({ userId, secureKey, alias }),
    });

    expect([statusCode, file.status, file.headers.get('content-type')]).toEqual([0, 200, 'application/pdf']);
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('Rechnung für Ada.pdf'));
    expect(Buffer.from(await file.arrayBuffer())).toEqual(pdf);
    const { data } = await chat.call('file/limits', {}, web[1]);
    expect(data).toMatchObject({ statusCode: 0, userData: { 'used-upload-max-files': '1' } });
  });

  it('is not restored once it is over', async () => {
    const chat = await beginChat(web[0]!, 'support');
    await chat.call('disconnect');
    const server = lose(chat);
    await operator.hasStatus(server, 'stopped');

    const answers = await Promise.all(web.map((node) => chat.call('refresh', { transcriptPosition: '1' }, node)));

    for (const { status, data } of answers) {
      expect(status).toBe(200);
      expect(data).toMatchObject({ statusCode: 2, chatEnded: true });
    }
  });

  it('goes on where it was when its own Chat Server is started again under the same alias', async () => {
    const chat = await beginChat(web[0]!, 'support');
    await chat.call('send', { message: 'before' });
    const server = lose(chat);
    const other = server === 'ChatServer_1' ? 'ChatServer_2' : 'ChatServer_1';
    await operator.act(other, 'service-unavailable');
    await operator.hasStatus(server, 'stopped');
    await operator.act(server, 'start');
    await operator.hasStatus(server, 'running');
    lost = [];

    const restored = await nextGood(chat, web[1]!);
    await operator.act(other, 'available');

    expect(restored.data.alias).toBe(chat.created.alias);
    expect(textsOf(restored)).toEqual(['before']);
  });
});
