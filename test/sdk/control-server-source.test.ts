import { createLoadBalancer, systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions, Snapshot } from '@eservices-lb/sdk';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { aControlServer, message } from './a-control-server.js';
import type { Subscription } from './a-control-server.js';
import { aChatServer, aliasKey, aSnapshot, status } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const full = aSnapshot([aChatServer(1)]);

interface Followed extends AsyncDisposable {
  readonly loadBalancer: LoadBalancer;
  readonly warnings: string[];
}

function follow(scs: readonly string[], overrides: Partial<LoadBalancerOptions> = {}): Followed {
  const warnings: string[] = [];
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', scs, aliasKeys: [aliasKey], random: () => 0.001 },
    onWarning: (warning) => warnings.push(warning),
    ...overrides,
  });
  return { loadBalancer, warnings, [Symbol.asyncDispose]: () => loadBalancer.close() };
}

/** Resolves with the first view, now or later, for which the condition holds. */
function viewWhere({ loadBalancer }: Followed, holds: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const stop = loadBalancer.subscribe((snapshot) => {
      if (!holds(snapshot)) return;
      stop();
      resolve(snapshot);
    });
  });
}

const statusAt = (revision: number, value: 'running' | 'stopped' | 'suspended', epoch = 1): object => ({
  ...{ epoch, revision, ...status('ChatServer_1', value) },
});

const chatStatus = ({ statuses }: Snapshot): string | undefined => statuses.get('ChatServer_1')?.status;

/** Cuts the connection off once what was written is on its way. */
async function reset({ response }: Subscription): Promise<void> {
  await setImmediate();
  response.socket?.resetAndDestroy();
}

/** Sends the text again and again, every 20 ms, until the client leaves. */
async function trickle(subscription: Subscription, text: string, times = Infinity): Promise<void> {
  for (let time = 0; time < times && !subscription.response.destroyed; time += 1) {
    subscription.write(text);
    await setTimeout(20);
  }
}

/** Answers every subscription with the snapshot. */
const telling = (snapshot = full) => ({
  answer: (subscription: Subscription): void => {
    subscription.say('snapshot', snapshot);
  },
});

describe('a pair of control servers', () => {
  it('are left for each other within a second when one is killed, and nothing is applied twice (F45)', async () => {
    await using primary = await aControlServer(telling().answer);
    await using backup = await aControlServer(telling(aSnapshot([aChatServer(1)], { epoch: 2, revision: 7 })).answer);
    await using followed = follow([primary.url, backup.url]);
    await followed.loadBalancer.ready();
    expect(backup.subscriptions).toHaveLength(0);
    const moved = viewWhere(followed, ({ epoch }) => epoch === 2);

    await primary.kill();

    expect((await moved).revision).toBe(7);
    expect(followed.loadBalancer.health().source).toBe('live');
  });

  it('do not turn the view back: the one with the older epoch is passed over (F45)', async () => {
    const newer = aSnapshot([aChatServer(1)], { epoch: 5 });
    let isFirst = true;
    await using primary = await aControlServer((subscription) => {
      subscription.say('snapshot', isFirst ? newer : { ...newer, revision: 2 });
      if (isFirst) subscription.response.end();
      isFirst = false;
    });
    await using backup = await aControlServer(telling(aSnapshot([], { epoch: 3 })).answer);
    await using followed = follow([primary.url, backup.url]);
    await followed.loadBalancer.ready();
    const epochs: number[] = [];
    followed.loadBalancer.subscribe(({ epoch }) => epochs.push(epoch));

    await viewWhere(followed, ({ revision }) => revision === 2);

    expect(backup.subscriptions).toHaveLength(1);
    expect(epochs).toEqual([5]);
  });
});

describe('a stream of events', () => {
  it('drops the part of a message that a reset cut off, and resumes after the last whole one (F4)', async () => {
    await using server = await aControlServer((subscription, index) => {
      if (index === 0) {
        subscription.say('snapshot', full);
        subscription.write(message('status', statusAt(2, 'stopped')).slice(0, -10));
        void reset(subscription);
      } else subscription.say('status', statusAt(2, 'suspended'));
    });
    await using followed = follow([server.url]);

    const view = await viewWhere(followed, ({ revision }) => revision === 2);

    expect(chatStatus(view)).toBe('suspended');
    expect(server.subscriptions[1]?.headers['last-event-id']).toBe('1.1');
  });

  it('ignores what comes twice (F7)', async () => {
    await using server = await aControlServer((subscription) => {
      subscription.say('snapshot', full);
      for (const revision of [2, 2, 3, 2, 3])
        subscription.say('status', statusAt(revision, revision === 3 ? 'suspended' : 'stopped'));
      subscription.say('status', statusAt(4, 'suspended'));
    });
    await using followed = follow([server.url]);
    const revisions: number[] = [];
    followed.loadBalancer.subscribe(({ revision }) => revisions.push(revision));

    const view = await viewWhere(followed, ({ revision }) => revision === 4);

    expect(chatStatus(view)).toBe('suspended');
    expect(revisions).toEqual([1, 2, 3, 4]);
    expect(server.subscriptions).toHaveLength(1);
  });

  it('asks for exactly one fresh snapshot after a gap or a change of order, and then is where it would be without (F8, F9)', async () => {
    await using server = await aControlServer((subscription, index) => {
      if (index > 0) {
        subscription.say('snapshot', { ...full, revision: 3, statuses: [status('ChatServer_1', 'suspended')] });
        return;
      }
      subscription.say('snapshot', full);
      subscription.say('status', statusAt(3, 'suspended'));
      subscription.say('status', statusAt(2, 'stopped'));
    });
    await using followed = follow([server.url]);

    const view = await viewWhere(followed, ({ revision }) => revision > 1);

    expect(chatStatus(view)).toBe('suspended');
    expect(server.subscriptions).toHaveLength(2);
    expect(server.subscriptions[1]?.headers['last-event-id']).toBeUndefined();
  });

  it('takes a new epoch by its snapshot, and ignores what still comes of the old one (F10)', async () => {
    await using server = await aControlServer((subscription) => {
      subscription.say('snapshot', { ...full, revision: 9 });
      subscription.say('snapshot', { ...full, epoch: 2, revision: 1 });
      subscription.say('status', statusAt(10, 'stopped', 1));
      subscription.say('status', statusAt(2, 'suspended', 2));
    });
    await using followed = follow([server.url]);

    const view = await viewWhere(followed, ({ epoch, revision }) => epoch === 2 && revision === 2);

    expect(chatStatus(view)).toBe('suspended');
    expect(server.subscriptions).toHaveLength(1);
  });

  it('is left after twice the silence limit over one message, although bytes keep coming (F5)', async () => {
    await using server = await aControlServer((subscription, index) => {
      subscription.say('snapshot', { ...full, revision: index + 1 });
      if (index === 0) void trickle(subscription, 'data: ');
    });
    await using followed = follow([server.url], { silenceLimitMs: 100 });

    await viewWhere(followed, ({ revision }) => revision === 2);

    expect(server.subscriptions.length).toBeGreaterThanOrEqual(2);
  });

  it('is alive while only comments come, and its age says so (R39)', async () => {
    let trickled: Promise<void> | undefined;
    await using server = await aControlServer((subscription) => {
      subscription.say('snapshot', full);
      trickled = trickle(subscription, ': still here\n\n', 60);
    });
    await using followed = follow([server.url], { silenceLimitMs: 1_000 });
    await followed.loadBalancer.ready();

    await trickled;

    expect(server.subscriptions).toHaveLength(1);
    expect(followed.loadBalancer.health()).toMatchObject({ source: 'live' });
    expect(followed.loadBalancer.health().ageMs).toBeLessThan(1_000);
  });

  it('is replaced at its age with a fresh snapshot, and never stale in between (R10)', async () => {
    await using server = await aControlServer((subscription, index) => {
      subscription.say('snapshot', { ...full, revision: index + 1 });
    });
    await using followed = follow([server.url], { maxConnectionAgeMs: 1_000, random: () => 0 });
    await followed.loadBalancer.ready();
    const states: string[] = [];
    const renewed = viewWhere(followed, ({ revision }) => revision === 2).then(() => true);
    while (!(await Promise.race([renewed, setImmediate(false)]))) states.push(followed.loadBalancer.health().source);

    expect(server.subscriptions[1]?.headers['last-event-id']).toBeUndefined();
    expect(new Set(states)).toEqual(new Set(['live']));
  });

  it('leaves no socket open to a control server that fell silent (F2, R7)', async () => {
    await using server = await aControlServer((subscription, index) => {
      if (index < 3) subscription.say('snapshot', { ...full, revision: index + 1 });
    });
    await using followed = follow([server.url], { silenceLimitMs: 50, connectLimitMs: 50 });

    await viewWhere(followed, ({ revision }) => revision === 3);
    await server.subscription(4);

    expect(server.sockets.size).toBeLessThanOrEqual(2);
    await followed.loadBalancer.close();
    await server.empty();
  });
});

describe('every step has a deadline (R6)', () => {
  it('gives up a control server that accepts and never answers, for the next address', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    await using backup = await aControlServer(telling().answer);
    await using followed = follow([`http://127.0.0.1:${(mute.address() as AddressInfo).port}`, backup.url], {
      connectLimitMs: 50,
    });

    await expect(followed.loadBalancer.ready({ timeoutMs: 2_000 })).resolves.toBeUndefined();
    mute.close();
  });

  it.each([
    ['comments', ': nothing to say\n\n'],
    ['events that it does not know', 'event: weather\ndata: {}\n\n'],
  ])('gives up a control server that begins a stream and sends only %s, for the next address', async (_case, text) => {
    await using primary = await aControlServer((subscription) => {
      void trickle(subscription, text);
    });
    await using backup = await aControlServer(telling().answer);
    await using followed = follow([primary.url, backup.url], { silenceLimitMs: 50 });

    await expect(followed.loadBalancer.ready({ timeoutMs: 5_000 })).resolves.toBeUndefined();
  });
});

describe('a control server that refuses', () => {
  const reasonAt = async (answer: (subscription: Subscription) => void): Promise<string> => {
    await using server = await aControlServer(answer);
    await using followed = follow([server.url]);
    const ready = followed.loadBalancer.ready({ timeoutMs: 500 });
    return await ready.then(
      () => 'ready',
      (error: unknown) => String(error),
    );
  };

  it.each([
    [401, 'refuses the token (HTTP 401): check the option "token"'],
    [403, 'refuses the token (HTTP 403): it may not read the events'],
    [404, 'is it Solution Control Server?'],
    [429, 'asks to come back later (HTTP 429)'],
    [500, 'answered HTTP 500'],
    [302, 'redirects elsewhere (HTTP 302), which is not followed'],
  ])('with %i is described plainly', async (code, expected) => {
    const reason = await reasonAt(({ response }) =>
      response.writeHead(code, { location: 'http://127.0.0.1:1/' }).end(),
    );

    expect(reason).toContain(expected);
  });

  it('by answering with a page is described plainly', async () => {
    const reason = await reasonAt(({ response }) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    );

    expect(reason).toContain('answers with text/html where a stream of events is expected');
  });

  it('is left alone for as long as Retry-After says', async () => {
    const at: number[] = [];
    await using server = await aControlServer((subscription, index) => {
      at.push(systemClock.now());
      if (index === 0) subscription.response.writeHead(503, { 'retry-after': '1' }).end();
      else subscription.say('snapshot', full);
    });
    await using followed = follow([server.url]);

    await followed.loadBalancer.ready({ timeoutMs: 5_000 });

    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(1_000);
  });
});

describe('malformed messages (F12)', () => {
  it('change nothing about the object they are of: a broken application keeps its last good form', async () => {
    const broken = { ...aChatServer(1), ports: 'none', tenants: [] };
    await using server = await aControlServer((subscription, index) => {
      if (index === 0) {
        subscription.say('snapshot', full);
        subscription.say('configuration', {
          epoch: 1,
          revision: 2,
          change: 'changed',
          kind: 'application',
          object: broken,
        });
        subscription.response.end();
      } else {
        const applications = [...full.applications.filter(({ type }) => type !== 'ChatServer'), broken];
        subscription.say('snapshot', { ...full, revision: 3, applications });
      }
    });
    await using followed = follow([server.url]);

    await viewWhere(followed, ({ revision }) => revision === 3);

    expect(followed.loadBalancer.select(chat).application).toBe('ChatServer_1');
    await setImmediate();
    expect(followed.warnings.join('\n')).toMatch(
      /configuration at "object\.ports".*\n.*application "ChatServer_1" at "ports"/,
    );
  });

  it('in words that are not JSON are passed over where the id tells their place', async () => {
    await using server = await aControlServer((subscription) => {
      subscription.say('snapshot', full);
      subscription.write('event: status\nid: 1.2\ndata: {oops\n\n');
      subscription.say('status', statusAt(3, 'suspended'));
    });
    await using followed = follow([server.url]);

    await viewWhere(followed, ({ revision }) => revision === 3);

    expect(server.subscriptions).toHaveLength(1);
  });

  it('without any place lead to a fresh snapshot, not to the same message again', async () => {
    await using server = await aControlServer((subscription, index) => {
      subscription.say('snapshot', { ...full, revision: index + 1 });
      if (index === 0) subscription.write('event: status\ndata: {oops\n\n');
    });
    await using followed = follow([server.url]);

    await viewWhere(followed, ({ revision }) => revision === 2);

    expect(server.subscriptions[1]?.headers['last-event-id']).toBeUndefined();
  });

  it('with a state nobody knows, fields nobody knows and __proto__ are inert', async () => {
    const hostile = `{"epoch":1,"revision":2,"change":"changed","kind":"application","object":{"dbid":201,"name":"ChatServer_1",
      "type":"ChatServer","host":"localhost","tenants":["Environment"],"ports":[{"id":"webapi","port":9201}],"weather":"rain",
      "__proto__":{"state":"disabled"},"options":{"__proto__":{"polluted":"yes"},"a":{"__proto__":"x"}}}}`;
    await using server = await aControlServer((subscription) => {
      subscription.say('snapshot', full);
      subscription.write(`event: configuration\ndata: ${hostile.replaceAll('\n', '')}\n\n`);
      subscription.say('status', { epoch: 1, revision: 3, application: 'ChatServer_1', status: 'dancing' });
      subscription.say('status', { epoch: 1, revision: 4, application: '__proto__', status: 'stopped' });
    });
    await using followed = follow([server.url]);

    await viewWhere(followed, ({ revision }) => revision === 4);

    expect(followed.loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect({}).not.toHaveProperty('polluted');
    expect(followed.loadBalancer.configuration.options('ChatServer_1', 'a')).toEqual({});
  });
});
