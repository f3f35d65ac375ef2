import type { Pool } from 'pg';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import type { AskDatabase } from '../database/asking-database.js';
import { storableText } from '../database/storable-json.js';
import type { ExternalServiceRequest, Operation } from '../external-service/external-service-routes.js';
import { FeedProblem } from './feed-problem.js';
import type { NetworkClient } from './network-client.js';
import type { ReadFeed } from './received-post.js';

export interface PublishingOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly askDatabase: AskDatabase;
  readonly network: Pick<NetworkClient, 'publish'>;
  readonly account: () => string;
  readonly feeds: () => readonly ReadFeed[];
}

const feed = z.string().min(1, 'name the feed').max(255);
const text = z.string().min(1, 'say what to write').max(40_000);
const postSchema = z.object({ feed, text });
const replySchema = z.object({ feed, text, postId: z.string().min(1, 'name the post to answer').max(128) });
const publishedSchema = z.object({ tenant: z.string(), feed: z.string(), text: z.string(), post_id: z.string() });

/** What strategies ask for: to write something (`post`), and to answer the post that an interaction is (`reply`). Each request writes once. */
export class Publishing {
  readonly #options: PublishingOptions;
  posted = 0;

  constructor(options: PublishingOptions) {
    this.#options = options;
  }

  get operations(): Readonly<Record<'post' | 'reply', Operation>> {
    return {
      post: async (request) => this.#publish(request, decode(postSchema, request.parameters)),
      reply: async (request) => {
        const { Feed, PostId } = request.interaction.attributes;
        const wanted = decode(replySchema, { feed: Feed, postId: PostId, ...request.parameters });
        return this.#publish(request, { ...wanted, inReplyTo: wanted.postId });
      },
    };
  }

  async #publish(
    { requestId, tenant }: ExternalServiceRequest,
    wanted: { readonly feed: string; readonly text: string; readonly inReplyTo?: string },
  ): Promise<Readonly<Record<string, string>>> {
    const { feeds, network, account, askDatabase } = this.#options;
    if (!feeds().some(({ name, tenant: of }) => name === wanted.feed && of === tenant)) {
      const message = `Tenant "${tenant}" has no feed "${wanted.feed}" here: name it in section feeds of the options.`;
      throw new RequestError(404, 'FEED_NOT_SERVED', message, 'feed');
    }
    const known = await askDatabase(() => this.#known(requestId));
    if (
      known !== undefined &&
      (known.tenant !== tenant || known.feed !== wanted.feed || known.text !== storableText(wanted.text))
    ) {
      const message = 'Something else was written under this requestId: give each its own.';
      throw new RequestError(409, 'REQUEST_ID_TAKEN', message, 'requestId');
    }
    if (known !== undefined) return { PostedId: known.post_id };
    const { inReplyTo } = wanted;
    const publication = {
      requestId,
      author: account(),
      text: wanted.text,
      ...(inReplyTo !== undefined && { inReplyTo }),
    };
    // Where this server dies now, the social network knows the request by its number.
    const postId = await network.publish(wanted.feed, publication).catch(asRequestError);
    await askDatabase(() => this.#remember({ requestId, tenant, ...wanted, postId }));
    this.posted += 1;
    return { PostedId: postId };
  }

  async #known(requestId: string): Promise<z.infer<typeof publishedSchema> | undefined> {
    const { rows } = await this.#options.pool.query('SELECT * FROM social_published WHERE request_id = $1', [
      storableText(requestId),
    ]);
    return rows[0] === undefined ? undefined : publishedSchema.parse(rows[0]);
  }

  async #remember(row: {
    readonly requestId: string;
    readonly tenant: string;
    readonly feed: string;
    readonly text: string;
    readonly postId: string;
  }): Promise<void> {
    await this.#options.pool.query(
      `INSERT INTO social_published (request_id, tenant, feed, text, post_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [row.requestId, row.tenant, row.feed, row.text, row.postId].map(storableText),
    );
  }
}

function asRequestError(error: unknown): never {
  if (!(error instanceof FeedProblem)) throw error;
  throw new RequestError(error.code === 'FEED_REFUSED' ? 502 : 503, error.code, error.message);
}
