import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import { LoadBalancerError } from '../../errors/load-balancer-error.js';

/** What undici calls by names of its own, under the names that axios users switch on. */
const codes: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ECONNABORTED',
  UND_ERR_BODY_TIMEOUT: 'ECONNABORTED',
  UND_ERR_INVALID_ARG: AxiosError.ERR_BAD_REQUEST,
  UND_ERR_NOT_SUPPORTED: AxiosError.ERR_BAD_REQUEST,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: AxiosError.ERR_BAD_REQUEST,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: AxiosError.ERR_BAD_RESPONSE,
  UND_ERR_HEADERS_OVERFLOW: AxiosError.ERR_BAD_RESPONSE,
};

/** A failure as axios users know it, the original as its cause. What is ours or axios's already stays as it is. */
export function axiosErrorOf(error: Error, config: InternalAxiosRequestConfig, request: unknown): Error {
  if (error instanceof AxiosError || error instanceof LoadBalancerError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return AxiosError.from(error, (code && codes[code]) ?? code ?? AxiosError.ERR_NETWORK, config, request);
}
