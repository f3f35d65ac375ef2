/** Why the other side of a connection did not do what it was asked. */
export type PeerErrorCode =
  /** There is no connection, or it was lost before the answer came: whether it was done is not known. */
  | 'PEER_GONE'
  /** No answer came in time: whether it was done is not known. */
  | 'PEER_SILENT'
  /** It said no: `remoteCode` is its own word for why. */
  | 'PEER_REFUSED';

/** A request to the other side of a JSON-RPC connection that was not fulfilled. */
export class PeerError extends Error {
  override readonly name = 'PeerError';

  constructor(
    readonly code: PeerErrorCode,
    message: string,
    /** With PEER_REFUSED: the code of its RequestError, or INTERNAL_ERROR. */
    readonly remoteCode?: string,
    /** `cause`, with PEER_REFUSED: what the other side said, as it said it. */
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
