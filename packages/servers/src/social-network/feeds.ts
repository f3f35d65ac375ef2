import { randomBytes } from 'node:crypto';
import { RequestError } from '../application-server/request-error.js';
import type { Post } from './post.js';

export interface NewPost {
  readonly author: string;
  readonly text: string;
  readonly inReplyTo?: string | undefined;
  /** The same request is the same post. */
  readonly requestId?: string | undefined;
}

/** Some posts of a feed, oldest first, and after which to ask for more. */
export interface Page {
  readonly posts: readonly Post[];
  readonly next: string;
}

const mostFeeds = 100;
const mostPosts = 50_000;
const mostRequests = 50_000;

/** The feeds of the social network; in memory, for it is a simulator. */
export class Feeds {
  readonly #feeds = new Map<string, Post[]>();
  readonly #requests = new Map<string, Post>();
  readonly #utcTime: () => number;
  readonly #run = randomBytes(3).toString('hex');
  #count = 0;

  constructor(utcTime: () => number) {
    this.#utcTime = utcTime;
  }

  /** @throws RequestError 404 where it answers a post that is not there, 503 where there is no room */
  add(feed: string, { author, text, inReplyTo, requestId }: NewPost): Post {
    const known = requestId === undefined ? undefined : this.#requests.get(requestId);
    if (known !== undefined) return known;
    const posts = this.#feeds.get(feed) ?? [];
    if (inReplyTo !== undefined && !posts.some(({ id }) => id === inReplyTo))
      throw new RequestError(404, 'UNKNOWN_POST', `There is no post ${inReplyTo} in feed "${feed}".`, 'inReplyTo');
    if (posts.length >= mostPosts || (posts.length === 0 && this.#feeds.size >= mostFeeds))
      throw new RequestError(503, 'FULL', 'The social network has no room for more.');
    const id = `${this.#run}-${++this.#count}`;
    const post = { id, author, text, createdUtc: this.#utcTime(), ...(inReplyTo !== undefined && { inReplyTo }) };
    posts.push(post);
    this.#feeds.set(feed, posts);
    if (requestId !== undefined) this.#remember(requestId, post);
    return post;
  }

  /**
   * What was written after a post; from the beginning, where none is named.
   * @throws RequestError 410 where there is no such post (any more): begin anew
   */
  page(feed: string, after: string | undefined, most: number): Page {
    const posts = this.#feeds.get(feed) ?? [];
    const at = after === undefined ? -1 : posts.findIndex(({ id }) => id === after);
    if (after !== undefined && at === -1)
      throw new RequestError(410, 'POST_GONE', `There is no post ${after} in feed "${feed}": begin anew.`, 'after');
    const some = posts.slice(at + 1, at + 1 + most);
    return { posts: some, next: some.at(-1)?.id ?? after ?? '' };
  }

  #remember(requestId: string, post: Post): void {
    this.#requests.set(requestId, post);
    const [oldest] = this.#requests.keys();
    if (this.#requests.size > mostRequests && oldest !== undefined) this.#requests.delete(oldest);
  }
}
