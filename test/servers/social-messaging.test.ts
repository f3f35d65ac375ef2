import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@eservices-lb/sdk';
import { Pool } from 'pg';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import type { Submission } from '../../packages/servers/src/interaction-server/interaction.js';
import { PeerError } from '../../packages/servers/src/json-rpc/peer-error.js';
import { InteractionSubmitter } from '../../packages/servers/src/media-server/interaction-submitter.js';
import { SetAsideStore } from '../../packages/servers/src/media-server/set-aside-store.js';
import { FeedReaders } from '../../packages/servers/src/social-messaging-server/feed-readers.js';
import { FeedStore } from '../../packages/servers/src/social-messaging-server/feed-store.js';
import { NetworkClient } from '../../packages/servers/src/social-messaging-server/network-client.js';
import { Publishing } from '../../packages/servers/src/social-messaging-server/publishing.js';
import { socialSchema } from '../../packages/servers/src/social-messaging-server/social-schema.js';
import { feedApplication } from '../../packages/servers/src/social-network/feed-application.js';
import { Feeds } from '../../packages/servers/src/social-network/feeds.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { silentLog } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

interface Network {
  readonly url: string;
  close(): Promise<void>;
}
async function aNetwork(listener: RequestListener): Promise<Network> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const isTaken = { queue: 'inbound-social', isNew: true };

describe('Social Messaging Server', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let feeds: Feeds;
  let network: Network;
  const started: FeedReaders[] = [];
  const taken: Submission[] = [];
  let submit: (submission: Submission) => Promise<unknown>;

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    await createSchema(pool, { statements: socialSchema, clock: systemClock, onWait: () => undefined });
  }, 70_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE social_feed, social_published, media_set_aside');
    taken.length = 0;
    submit = () => Promise.resolve(isTaken);
    feeds = new Feeds(() => 1);
    network = await aNetwork(feedApplication(feeds, silentLog));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((readers) => readers.close()));
    await network.close();
  });

  const served = [{ name: 'support', tenant: 'Environment' }];
  const name = (): string => 'SocialMessagingServer';
  const client = (url = () => network.url): NetworkClient => new NetworkClient(url);
  function start({ tenants = ['Environment'], configured = () => served, url = () => network.url } = {}): FeedReaders {
    const upstream = {
      request: async (_method: string, params: object) => {
        const answer = await submit(params as Submission);
        taken.push(params as Submission);
        return answer;
      },
    };
    const readers = new FeedReaders({
      ...{ feeds: configured, tenants, account: () => 'us', pauseMs: () => 20, isAccepting: () => true },
      ...{ network: client(url), store: new FeedStore(pool, name), setAside: new SetAsideStore(pool, name) },
      submitter: new InteractionSubmitter({ upstream, clock: systemClock, random: () => 0, log: silentLog }),
      ...{ clock: systemClock, log: silentLog },
    });
    started.push(readers);
    readers.open();
    return readers;
  }
  const texts = (): readonly string[] => taken.map(({ attributes }) => attributes.Text ?? '').sort();
  const has = (count: number): Promise<true> =>
    eventually(`${count} interactions`, () => (taken.length >= count ? true : undefined));
  const write = (text: string, author = 'Ada') => feeds.add('support', { author, text });
  const setAside = () => new SetAsideStore(pool, name).list();

  it('makes one interaction of each post of a feed, and none of its own', async () => {
    const post = write('My order?');
    write('We are looking.', 'us');
    start();
    await has(1);

    feeds.add('support', { author: 'Ada', text: 'Thanks!', inReplyTo: post.id });
    await has(2);

    expect(texts()).toEqual(['My order?', 'Thanks!']);
    expect(taken[0]).toMatchObject({
      ...{ media: 'social', tenant: 'Environment', service: 'support', subject: 'My order?' },
      attributes: { Feed: 'support', Author: 'Ada', PostId: post.id },
    });
    expect(taken[1]).toMatchObject({ attributes: { InReplyTo: post.id } });
  });

  it('reads on where it has stopped, also many pages later', async () => {
    for (let at = 0; at < 250; at++) write(`post ${at}`);
    const first = start();
    await has(250);
    await eventually('the last page to be noted', async () =>
      (await new FeedStore(pool, name).lastPost('support'))?.endsWith('-250') === true ? true : undefined,
    );
    await first.close();
    write('the next');

    start();
    await has(251);

    expect(taken).toHaveLength(251);
    expect(new Set(taken.map(({ interactionId }) => interactionId)).size).toBe(251);
  });

  it('submits the same interaction again after it died between submitting and noting it', async () => {
    write('once');
    const seen: string[] = [];
    submit = (submission) => {
      seen.push(submission.interactionId);
      return new Promise(() => undefined);
    };
    const dying = start();
    await eventually('it to be submitted', () => seen[0]);
    await dying.close();
    submit = (submission) => {
      seen.push(submission.interactionId);
      return Promise.resolve(isTaken);
    };

    start();
    await has(1);

    expect(seen).toEqual([seen[0], seen[0]]);
  });

  it('begins anew where the social network has forgotten how far it was', async () => {
    write('before');
    start();
    await has(1);
    feeds = new Feeds(() => 1);
    await network.close();
    network = await aNetwork(feedApplication(feeds, silentLog));

    write('after');
    await has(2);

    expect(texts()).toEqual(['after', 'before']);
  });

  it('reads the feeds of the tenants it was started with only, and says which it does not read (MT-4)', async () => {
    feeds.add('sales', { author: 'Bob', text: 'for Resources' });
    write('for Environment');
    const both = [...served, { name: 'sales', tenant: 'Resources' }];

    const readers = start({ configured: () => both });
    await has(1);

    expect(texts()).toEqual(['for Environment']);
    expect(readers.shown()).toMatchObject({
      feeds: ['support'],
      problems: [expect.stringMatching(/"sales" is not read.*"Resources" \(MT-4\); restart it/)],
    });
  });

  it('reads a feed from when it is configured until it is not', async () => {
    let configured: typeof served = [];
    const readers = start({ configured: () => configured });
    write('one');
    configured = served;
    readers.configurationChanged();
    await has(1);

    configured = [];
    readers.configurationChanged();

    expect(readers.shown()).toMatchObject({ feeds: [], received: 1, submitted: 1 });
  });

  it('sets aside, with the reason, what is no post and what Interaction Server never takes; the others are submitted', async () => {
    const posts = [
      { id: '1', author: 'Ada', text: 'good' },
      { id: '2', author: 'Ada' },
      ...['not even an object', null, { id: 'x'.repeat(200), author: 'a', text: 'b' }],
      { id: '3', author: 'Eve', text: 'refused' },
      { id: '4', author: '\0<script>', text: `\0\ud800${'x'.repeat(9_000)}` },
    ];
    const hostile = await aNetwork((request, response) => {
      response.end(
        JSON.stringify(request.url?.includes('after') === true ? { posts: [], next: '9' } : { posts, next: '9' }),
      );
    });
    submit = ({ attributes }) =>
      attributes.Text === 'refused'
        ? Promise.reject(new PeerError('PEER_REFUSED', 'Not so.', 'INVALID_FIELD'))
        : Promise.resolve(isTaken);

    const readers = start({ url: () => hostile.url });
    await has(2);
    const all = await eventually('four to be set aside', async () =>
      (await setAside()).length >= 5 ? await setAside() : undefined,
    );

    expect(all).toHaveLength(5);
    expect(all.filter(({ reason }) => reason.startsWith('It is no post')).length).toBe(4);
    expect(readers.shown()).toMatchObject({ received: 7, submitted: 2, setAside: 5 });
    await hostile.close();
  });

  it.each([
    ['no JSON', '<html>', /is no feed/],
    ['no feed', '{"posts": 7}', /is no feed/],
    ['too much', `{"posts": [], "next": "${'x'.repeat(9_000_000)}"}`, /more than 8388608 bytes/],
    ['a feed that goes in circles', '{"posts": [{}], "next": ""}', /goes in circles/],
  ])('says what is wrong with %s, reads nothing, and reads on once it is right', async (_what, body, problem) => {
    let isHostile = true;
    const good = feedApplication(feeds, silentLog);
    const moody = await aNetwork((request, response) => {
      if (isHostile) response.end(body);
      else good(request, response);
    });
    const readers = start({ url: () => moody.url });
    const told = await eventually('the problem', () => readers.shown().problems[0]);
    expect(told).toMatch(problem);
    expect(taken).toEqual([]);

    isHostile = false;
    write('at last');
    await has(1);

    await eventually('no problem', () => (readers.shown().problems.length === 0 ? true : undefined));
    await readers.close();
    await moody.close();
  });

  it('says that the social network does not answer', async () => {
    const readers = start({ url: () => 'http://127.0.0.1:1' });

    const problem = await eventually('the problem', () => readers.shown().problems[0]);

    expect(problem).toMatch(/The social network at http:\/\/127.0.0.1:1 does not answer/);
  });

  describe('publishes', () => {
    const aPublishing = (url = () => network.url): Publishing =>
      new Publishing({
        ...{ pool, askDatabase: (act) => act(), network: client(url), account: () => 'us', feeds: () => served },
      });
    const ask = (publishing: Publishing, operation: 'post' | 'reply', difference: object = {}) =>
      publishing.operations[operation]({
        ...{ requestId: 'r1', tenant: 'Environment', parameters: { feed: 'support', text: 'hello' } },
        interaction: { interactionId: 'i', media: 'social', tenant: 'Environment', subject: '', attributes: {} },
        ...difference,
      });
    const published = () => feeds.page('support', undefined, 100).posts;

    it('what it is asked to, once for each request, also after it has forgotten or died in between', async () => {
      const first = await ask(aPublishing(), 'post');
      await pool.query('TRUNCATE social_published');
      const again = await ask(aPublishing(), 'post');
      const known = await ask(
        aPublishing(() => 'http://127.0.0.1:1'),
        'post',
      );

      expect([again, known]).toEqual([first, first]);
      expect(published()).toMatchObject([{ author: 'us', text: 'hello' }]);
      await expect(
        ask(aPublishing(), 'post', { parameters: { feed: 'support', text: 'other' } }),
      ).rejects.toMatchObject({ code: 'REQUEST_ID_TAKEN' });
    });

    it('answers to the post that the interaction is', async () => {
      const { id } = write('My order?');
      const attributes = { Feed: 'support', PostId: id };
      const interaction = { interactionId: 'i', media: 'social', tenant: 'Environment', subject: '', attributes };

      await ask(aPublishing(), 'reply', { parameters: { text: 'It is on its way.' }, interaction });

      expect(published().at(-1)).toMatchObject({ author: 'us', text: 'It is on its way.', inReplyTo: id });
    });

    it.each([
      ['a feed of another tenant', { tenant: 'Resources' }, 'FEED_NOT_SERVED'],
      ['an unknown feed', { parameters: { feed: 'sales', text: 'x' } }, 'FEED_NOT_SERVED'],
      ['nothing', { parameters: { feed: 'support' } }, 'INVALID_FIELD'],
      ['an answer to nothing', { parameters: { feed: 'support', text: 'x', postId: '404' } }, 'FEED_REFUSED'],
    ])('nothing in %s, and says why', async (what, difference, code) => {
      const operation = what.startsWith('an answer') ? 'reply' : 'post';

      await expect(ask(aPublishing(), operation, difference)).rejects.toMatchObject({ code });

      expect(published()).toEqual([]);
    });

    it('later, where the social network does not answer', async () => {
      await expect(
        ask(
          aPublishing(() => 'http://127.0.0.1:1'),
          'post',
        ),
      ).rejects.toMatchObject({
        ...{ status: 503, code: 'FEED_UNREACHABLE' },
      });

      expect(await ask(aPublishing(), 'post')).toEqual({ PostedId: published()[0]?.id });
    });
  });
});
