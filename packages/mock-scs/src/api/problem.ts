import type { Finding } from '@eservices-lb/sdk/rules';

export interface ProblemDetails {
  /** Where in the request, in the manner `ports.0.port`. */
  readonly field?: string;
  readonly findings?: readonly Finding[];
}

/** A request that is answered with an error, as `{ error: { code, message, field?, findings? } }`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: ProblemDetails = {},
  ) {
    super(message);
  }
}
