import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Submission } from '../interaction-server/interaction.js';
import { subjectOf, textAttributes } from '../media-server/text-attributes.js';

const longestText = 40_000;

/** A post, as the social network must tell of it. */
export const receivedPostSchema = z.object({
  id: z.string().min(1, 'a post has a number').max(128),
  author: z.string().max(255),
  text: z.string().max(longestText),
  inReplyTo: z.string().max(128).optional(),
});
export type ReceivedPost = z.infer<typeof receivedPostSchema>;

export const social = 'social';

/** Where a post was read. */
export interface ReadFeed {
  readonly name: string;
  readonly tenant: string;
  /** The social network; posts have numbers of its own. */
  readonly network?: string;
}

/** The interaction that a post is: the same one, however often it is read. */
export function submissionOf(feed: ReadFeed, { id, author, text, inReplyTo }: ReceivedPost): Submission {
  return {
    ...{
      interactionId: identityOf(feed.name, [feed.network ?? '', id]),
      tenant: feed.tenant,
      media: social,
      service: feed.name,
    },
    subject: subjectOf(text),
    attributes: {
      ...{ Feed: feed.name, PostId: id, Author: author, ...textAttributes(text) },
      ...(inReplyTo !== undefined && { InReplyTo: inReplyTo }),
    },
  };
}

export const identityOf = (feed: string, item: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([feed, item]))
    .digest('hex');
