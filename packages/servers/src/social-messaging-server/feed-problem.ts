/** Why a feed cannot be read or written at the moment. */
export class FeedProblem extends Error {
  override readonly name = 'FeedProblem';

  constructor(
    /** `FEED_UNREACHABLE`: nobody answers; `FEED_UNREADABLE`: what came is no feed; `FEED_REFUSED`: the network said no; `POST_GONE`: begin anew. */
    readonly code: 'FEED_UNREACHABLE' | 'FEED_UNREADABLE' | 'FEED_REFUSED' | 'POST_GONE',
    message: string,
  ) {
    super(message);
  }
}
