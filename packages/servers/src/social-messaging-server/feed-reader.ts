import { setMaxListeners } from 'node:events';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { z } from 'zod';
import { PeerError } from '../json-rpc/peer-error.js';
import type { InteractionSubmitter } from '../media-server/interaction-submitter.js';
import type { SetAsideStore } from '../media-server/set-aside-store.js';
import { FeedProblem } from './feed-problem.js';
import type { FeedStore } from './feed-store.js';
import type { FeedPage, NetworkClient } from './network-client.js';
import { identityOf, receivedPostSchema, submissionOf } from './received-post.js';
import type { ReadFeed } from './received-post.js';

export interface FeedReaderOptions {
  readonly feed: ReadFeed;
  /** Who we are there: what we have written ourselves is no interaction. */
  readonly account: () => string;
  readonly pauseMs: () => number;
  readonly network: Pick<NetworkClient, 'page'>;
  readonly store: Pick<FeedStore, 'lastPost' | 'moveOn'>;
  readonly submitter: Pick<InteractionSubmitter, 'submit'>;
  readonly setAside: Pick<SetAsideStore, 'add'>;
  readonly isAccepting: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Reads a feed, again and again: each post becomes one interaction, or is set aside with the reason. */
export class FeedReader {
  readonly #options: FeedReaderOptions;
  readonly #abort = new AbortController();
  #cancel: () => void = () => undefined;
  #reading: Promise<void>;
  received = 0;
  submitted = 0;
  setAside = 0;
  /** Why the feed cannot be read. */
  problem: string | undefined;

  constructor(options: FeedReaderOptions) {
    this.#options = options;
    setMaxListeners(0, this.#abort.signal); // every post of a page listens
    this.#reading = this.#readOn();
  }

  get feed(): ReadFeed {
    return this.#options.feed;
  }

  /** Stops; what is under way is submitted, or read again. */
  async close(): Promise<void> {
    this.#abort.abort(new Error('The feed is not read any more.'));
    this.#cancel();
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    const { clock, pauseMs, isAccepting } = this.#options;
    let isMore = isAccepting();
    while (isMore && !this.#abort.signal.aborted) isMore = await this.#readPage();
    if (this.#abort.signal.aborted) return;
    this.#cancel = clock.after(pauseMs(), () => {
      this.#reading = this.#readOn();
    });
  }

  /** @returns whether there may be more to read at once */
  async #readPage(): Promise<boolean> {
    const { feed, network, store, log } = this.#options;
    try {
      const after = await store.lastPost(feed.name);
      const page = await network.page(feed.name, after);
      if (page.posts.length === 0) {
        this.problem = undefined;
        return false;
      }
      if (page.next === '' || page.next === after)
        throw new FeedProblem(
          'FEED_UNREADABLE',
          `Feed "${feed.name}" goes in circles: after ${after} comes ${page.next}.`,
        );
      await this.#take(page);
      await store.moveOn(feed.name, after, page.next);
      this.problem = undefined;
      return true;
    } catch (error) {
      await this.#failed(error).catch((cause: unknown) => {
        log.warn(cause, 'a feed cannot be read; it will be tried again');
      });
      return false;
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { feed, store, log } = this.#options;
    if (this.#abort.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    if (this.problem !== message) log.warn({ feed: feed.name, reason: message }, 'a feed cannot be read');
    this.problem = message;
    if (!(error instanceof FeedProblem) || error.code !== 'POST_GONE') return;
    // What was read before is known by its number, and no second interaction.
    await store.moveOn(feed.name, await store.lastPost(feed.name), '');
  }

  async #take({ posts }: FeedPage): Promise<void> {
    await Promise.all(posts.map((post) => this.#takePost(post)));
  }

  async #takePost(item: unknown): Promise<void> {
    const { feed, account, submitter } = this.#options;
    const post = receivedPostSchema.safeParse(item);
    if (post.success && post.data.author === account()) return;
    this.received += 1;
    if (!post.success) {
      await this.#putAside(item, `It is no post: ${z.prettifyError(post.error)}`);
      return;
    }
    try {
      const { isNew } = await submitter.submit(submissionOf(feed, post.data), this.#abort.signal);
      if (isNew) this.submitted += 1;
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      await this.#putAside(item, `Interaction Server does not take it: ${error.message}`);
    }
  }

  async #putAside(item: unknown, reason: string): Promise<void> {
    const { feed, setAside, log } = this.#options;
    await setAside.add({ itemId: identityOf(feed.name, item), reason, item });
    this.setAside += 1;
    log.warn({ feed: feed.name, reason }, 'a post is set aside');
  }
}
