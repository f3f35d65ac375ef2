/** The other server of the pair has finished what both had in hand; nothing is left to do. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';
}
