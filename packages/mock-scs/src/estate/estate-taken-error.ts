/** The backup control server of this estate has taken over and still runs; a second primary would end its applications. */
export class EstateTakenError extends Error {
  override readonly name = 'EstateTakenError';

  constructor(readonly url: string) {
    super(
      `The backup control server at ${url} has taken this estate over. Start with --pair to follow it, or end it first.`,
    );
  }
}
