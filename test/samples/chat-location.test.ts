import { ManualClock } from '@eservices-lb/sdk/testing';
import { ChatLocation } from '../../packages/samples/src/web-node/chat-location/chat-location.js';
import { MovedChats } from '../../packages/samples/src/web-node/chat-location/moved-chats.js';
import { ServerFailedError } from '../../packages/samples/src/web-node/servers/server-failed-error.js';
import type { Restoration } from '../../packages/samples/src/web-node/servers/chat-server-client.js';
import { UnknownChatError } from '../../packages/samples/src/web-node/servers/unknown-chat-error.js';
import { aChatServer, aSnapshot, anEstate } from '../sdk/an-estate.js';
import type { Estate } from '../sdk/an-estate.js';

const place = { tenant: 'Environment', chatId: 'c' };

describe('the location of chats', () => {
  let estate: Estate;
  let clock: ManualClock;
  let aliases: readonly [string, string];
  let restorations: Restoration[];
  /** What becomes of a restoration. */
  let isKnown: boolean;
  let location: ChatLocation;

  const aliasOf = (name: string): string =>
    estate.loadBalancer.select({
      tenant: 'Environment',
      type: 'ChatServer',
      exclude: ['ChatServer_1', 'ChatServer_2'].filter((one) => one !== name),
    }).alias;
  const ask = (alias: string, send: (application: string) => unknown): Promise<unknown> =>
    location.ask(
      { ...place, alias },
      {
        isRepeatable: true,
        limitMs: 2_000,
        send: ({ application }) => Promise.resolve().then(() => send(application)),
      },
    );
  const hangs = (application: string): string => {
    if (application !== 'ChatServer_1') return application;
    throw new ServerFailedError(application, true, { manner: 'silent' });
  };

  beforeEach(async () => {
    estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    clock = new ManualClock();
    aliases = [aliasOf('ChatServer_1'), aliasOf('ChatServer_2')];
    restorations = [];
    isKnown = true;
    const restore = (server: { application: string }, _chatId: string, wish: Restoration) => {
      restorations.push(wish);
      if (!isKnown) return Promise.reject(new UnknownChatError(server.application));
      return Promise.resolve({ alias: wish.alias, isRestored: true });
    };
    location = new ChatLocation({ loadBalancer: estate.loadBalancer, chatServer: { restore }, clock });
  });
  afterEach(() => estate[Symbol.asyncDispose]());

  it('leaves a Chat Server that hangs its chats for 2.5 s, then has them restored', async () => {
    for (let second = 0; second < 4; second += 2) {
      await expect(ask(aliases[0], hangs)).rejects.toMatchObject({ manner: 'silent' });
      clock.advance(2_000);
    }

    expect(await ask(aliases[0], hangs)).toEqual({ answer: 'ChatServer_2', alias: aliases[1] });
    expect(restorations).toMatchObject([{ lost: [aliases[0]] }]);
  });

  it.each(['abandoned', 'unreachable', 'answered'] as const)(
    'leaves a chat where it is when one request is %s',
    async (manner) => {
      const failing = ask(aliases[0], (application) => {
        throw new ServerFailedError(application, true, { manner });
      });

      await expect(failing).rejects.toMatchObject({ manner });
      expect(restorations).toEqual([]);
    },
  );

  it('forgets the silence of a Chat Server at its first answer', async () => {
    await expect(ask(aliases[0], hangs)).rejects.toMatchObject({ manner: 'silent' });
    await ask(aliases[0], () => 'news');
    clock.advance(5_000);
    await expect(ask(aliases[0], hangs)).rejects.toMatchObject({ manner: 'silent' });

    expect(restorations).toEqual([]);
  });

  it('does not take a Chat Server for silent that says that it cannot at the moment', async () => {
    const cannot = (application: string): never => {
      throw new ServerFailedError(application, true, { manner: 'answered' });
    };
    for (const send of [hangs, cannot, hangs, hangs]) {
      await expect(ask(aliases[0], send)).rejects.toBeInstanceOf(ServerFailedError);
      clock.advance(2_000);
    }

    expect(restorations).toEqual([]);
  });

  it('tries a Chat Server that has hung again after a while', async () => {
    await expect(ask(aliases[0], hangs)).rejects.toMatchObject({ manner: 'silent' });
    clock.advance(10_000);

    expect(await ask(aliases[0], (application) => application)).toMatchObject({ answer: 'ChatServer_1' });
  });

  it('asks again after 30 s for a chat that could not be restored', async () => {
    isKnown = false;
    await estate.report('ChatServer_1', 'stopped');

    for (const pauseMs of [0, 29_000, 2_000]) {
      clock.advance(pauseMs);
      await expect(ask(aliases[0], hangs)).rejects.toMatchObject({ code: 'CHAT_LOST' });
    }

    expect(restorations).toHaveLength(2);
  });

  it('asks nobody to restore where restoration is off', async () => {
    for (const number of [1, 2])
      await estate.configure(aChatServer(number, { options: { chat: { 'session-restoration': 'false' } } }));
    await estate.report('ChatServer_1', 'stopped');

    await expect(ask(aliases[0], hangs)).rejects.toMatchObject({ code: 'CHAT_LOST' });
    expect(restorations).toEqual([]);
  });

  it('waits for a restoration no longer than the request may take, and finds it done the next time', async () => {
    await estate.report('ChatServer_1', 'stopped');
    let finish: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      location = new ChatLocation({
        loadBalancer: estate.loadBalancer,
        clock,
        chatServer: {
          restore: (_server, _chatId, { alias }) => {
            restorations.push({ tenant: 'Environment', alias, lost: [] });
            resolve();
            return new Promise((done) => (finish = () => done({ alias, isRestored: true })));
          },
        },
      });
    });
    const early = ask(aliases[0], (application) => application);
    await begun;
    clock.advance(2_000);
    await expect(early).rejects.toMatchObject({ manner: 'silent', mayHaveDoneIt: false });

    const later = ask(aliases[0], (application) => application);
    finish();

    expect(await later).toEqual({ answer: 'ChatServer_2', alias: aliases[1] });
    expect(restorations).toHaveLength(1);
  });

  it('ends although every Chat Server says that it does not have the chat', async () => {
    const nobody = ask(aliases[0], (application) => {
      throw new UnknownChatError(application);
    });

    await expect(nobody).rejects.toMatchObject({ name: 'ServerFailedError' });
    expect(restorations.length).toBeLessThan(5);
  });
});

describe('chats that have moved', () => {
  const at = (alias: string, tenant = 'Environment') => ({ tenant, chatId: 'c', alias });

  it('are looked for under their present alias when a former one is said', () => {
    const moved = new MovedChats();
    moved.found(at('a'), 'b');
    moved.found(at('b'), 'c');

    expect(moved.candidates(at('a'))).toEqual(['c']);
    expect(moved.candidates(at('b'))).toEqual(['c']);
    expect(moved.candidates(at('c'))).toEqual(['c']);
  });

  it('are looked for under an alias that is not known before the last known one', () => {
    const moved = new MovedChats();
    moved.found(at('a'), 'b');

    expect(moved.candidates(at('z'))).toEqual(['z', 'b']);
  });

  it('are back where they were', () => {
    const moved = new MovedChats();
    moved.found(at('a'), 'b');
    moved.found(at('b'), 'a');

    expect(moved.candidates(at('b'))).toEqual(['a']);
    expect(moved.candidates(at('a'))).toEqual(['a']);
  });

  it('of another tenant are not known, whatever their id', () => {
    const moved = new MovedChats();
    moved.found(at('a'), 'b');

    expect(moved.candidates(at('a', 'Resources'))).toEqual(['a']);
  });
});
