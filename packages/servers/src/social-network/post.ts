/** What somebody has written on the social network. */
export interface Post {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly createdUtc: number;
  readonly inReplyTo?: string;
}
