/** What a request is answered with that is not fulfilled, as JSON-RPC 2.0 writes it. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

interface Reason {
  /** Of JSON-RPC 2.0. */
  readonly number: number;
  /** As of an HTTP answer. */
  readonly status: number;
  /** The same request may be sent again, as it is. */
  readonly isRetryable: boolean;
}

const malformed: Reason = { number: -32_600, status: 400, isRetryable: false };
const later: Reason = { number: -32_000, status: 503, isRetryable: true };

/** What a proxy itself says; everything else is the server's own word. */
const reasons = {
  INVALID_REQUEST: malformed,
  BATCH_NOT_TAKEN: malformed,
  METHOD_NOT_PASSED: { ...malformed, number: -32_601, status: 404 },
  INVALID_PARAMS: { ...malformed, number: -32_602 },
  TENANT_NOT_SERVED: { ...malformed, number: -32_000, status: 403 },
  /** Too much waits in the proxy, of all clients together. */
  PROXY_BUSY: later,
  /** There was no server to send it to; nothing was done. */
  UPSTREAM_UNAVAILABLE: later,
  /** The server was lost with it: whether it was done is not known. */
  UPSTREAM_LOST: later,
  /** The server has it, and does not answer: whether it was done is not known. */
  UPSTREAM_SILENT: { ...later, status: 504 },
} satisfies Readonly<Record<string, Reason>>;

export type RefusalCode = keyof typeof reasons;

export function refusal(code: RefusalCode, message: string): Refusal {
  const { number, status, isRetryable } = reasons[code];
  return { code: number, message, data: { code, status, isRetryable } };
}
