import { z } from 'zod';
import { FeedProblem } from './feed-problem.js';

/** Some of what was written in a feed, as it came: each post is looked at by itself. */
export interface FeedPage {
  readonly posts: readonly unknown[];
  /** After which to ask for more. */
  readonly next: string;
}

/** What is to be written. */
export interface Publication {
  readonly requestId: string;
  readonly author: string;
  readonly text: string;
  readonly inReplyTo?: string;
}

const limitMs = 5_000;
const longestBytes = 8 * 1024 * 1024;
const mostAtOnce = 100;
const pageSchema = z.object({ posts: z.array(z.unknown()).max(mostAtOnce), next: z.string().max(128) });
const publishedSchema = z.object({ id: z.string().min(1).max(128) });
const errorSchema = z.object({ error: z.object({ message: z.string().max(1_000) }) });

/** Speaks to the social network. Nothing that it answers is believed: its size, form and time are bounded. */
export class NetworkClient {
  readonly #baseUrl: () => string;

  constructor(baseUrl: () => string) {
    this.#baseUrl = baseUrl;
  }

  /** @throws FeedProblem */
  async page(feed: string, after: string | undefined): Promise<FeedPage> {
    const query = new URLSearchParams({ most: String(mostAtOnce), ...(after !== undefined && { after }) });
    const { status, body } = await this.#ask(`/feeds/${encodeURIComponent(feed)}/posts?${query.toString()}`);
    if (status === 410) throw new FeedProblem('POST_GONE', `Feed "${feed}" does not know post ${after} any more.`);
    if (status !== 200) throw refused(feed, status, body);
    const page = pageSchema.safeParse(body);
    if (page.success) return page.data;
    throw new FeedProblem('FEED_UNREADABLE', `Feed "${feed}" is no feed: ${z.prettifyError(page.error)}`);
  }

  /**
   * Writes a post, once for each request.
   * @returns its number
   * @throws FeedProblem
   */
  async publish(feed: string, publication: Publication): Promise<string> {
    const path = `/feeds/${encodeURIComponent(feed)}/posts`;
    const { status, body } = await this.#ask(path, JSON.stringify(publication));
    if (status >= 300) throw refused(feed, status, body);
    const published = publishedSchema.safeParse(body);
    if (published.success) return published.data.id;
    throw new FeedProblem('FEED_UNREADABLE', `The social network does not say which post it made in "${feed}".`);
  }

  async #ask(path: string, content?: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const url = `${this.#baseUrl()}${path}`;
    try {
      const response = await fetch(url, {
        ...(content !== undefined && { method: 'POST', body: content }),
        headers: { accept: 'application/json', ...(content !== undefined && { 'content-type': 'application/json' }) },
        redirect: 'error',
        signal: AbortSignal.timeout(limitMs),
      });
      return { status: response.status, body: parsed(await bounded(response)) };
    } catch (error) {
      if (error instanceof FeedProblem) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FeedProblem('FEED_UNREACHABLE', `The social network at ${this.#baseUrl()} does not answer: ${reason}.`);
    }
  }
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > longestBytes)
      throw new FeedProblem('FEED_UNREADABLE', `The social network answers with more than ${longestBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refused(feed: string, status: number, body: unknown): FeedProblem {
  const reason = errorSchema.safeParse(body).data?.error.message ?? `status ${status}`;
  return new FeedProblem('FEED_REFUSED', `The social network refuses feed "${feed}": ${reason}`);
}
