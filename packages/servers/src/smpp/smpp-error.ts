export type SmppErrorCode =
  /** What came is no SMPP 3.4. */
  | 'MALFORMED_PDU'
  /** The connection was lost, or there is none: whether it was done is not known. */
  | 'CONNECTION_LOST'
  /** No answer came in time: whether it was done is not known. */
  | 'NO_ANSWER'
  /** The other side said no: `status` says why. */
  | 'REFUSED';

/** Something between an SMS Server and its SMS Center that did not work. */
export class SmppError extends Error {
  override readonly name = 'SmppError';

  constructor(
    readonly code: SmppErrorCode,
    message: string,
    /** With REFUSED: the name of the command status, such as ESME_RTHROTTLED. */
    readonly status?: string,
  ) {
    super(message);
  }
}
