import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { FeedReaders } from '../../packages/servers/src/social-messaging-server/feed-readers.js';
import type { ReadFeed } from '../../packages/servers/src/social-messaging-server/received-post.js';
import { silentLog } from './application-surroundings.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the readers of feeds', () => {
  it('leave nothing of a feed that is no longer read but what they have counted', async () => {
    let feed: ReadFeed = { name: 'feed 0', tenant: 'Environment' };
    const read = new Set<string>();
    const readers = new FeedReaders({
      ...{ feeds: () => [feed], tenants: ['Environment'], account: () => 'us', pauseMs: () => 1 },
      ...{ isAccepting: () => true, clock: new ManualClock(), log: silentLog },
      network: {
        page: (name) => {
          const posts = read.has(name)
            ? []
            : [{ id: name, author: 'Ada', text: 'Hello', createdAt: '2030-01-01T00:00:00Z' }];
          read.add(name);
          return Promise.resolve({ posts, next: name });
        },
      },
      store: { lastPost: () => Promise.resolve(''), moveOn: () => Promise.resolve() },
      submitter: { submit: () => Promise.resolve({ queue: 'inbound-social', isNew: true }) },
      setAside: { add: () => Promise.resolve() },
    });
    const former: WeakRef<ReadFeed>[] = [];

    readers.open();
    for (let count = 1; count <= 20; count += 1) {
      await setImmediate();
      former.push(new WeakRef(feed));
      feed = { name: `feed ${count}`, tenant: 'Environment' };
      readers.configurationChanged();
    }
    await setImmediate();
    collectGarbage();

    expect(readers.shown().received).toBe(21);
    expect(former.filter((each) => each.deref() !== undefined)).toHaveLength(0);
    await readers.close();
    expect(readers.shown().received).toBe(21);
  });
});
