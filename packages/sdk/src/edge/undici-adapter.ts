import axios, { AxiosError } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../time/clock.js';
import { prepareRequest } from './request-body.js';
import { requestPath } from './request-path.js';
import { responseData } from './response-data.js';

export interface UndiciAdapterParts {
  readonly clock: Clock;
  /** The connections to the address of `config.baseURL`. */
  readonly dispatcher: (url: string) => Dispatcher;
}

/** Makes one request as axios's own adapter would, over undici, which needs a tenth of the processor time. */
export async function sendByUndici(
  config: InternalAxiosRequestConfig,
  { clock, dispatcher }: UndiciAdapterParts,
): Promise<AxiosResponse> {
  const ending = new AbortController();
  const early = endingEarly(config, ending, clock);
  let isStreaming = false;
  try {
    const { headers, body } = await prepareRequest(config);
    const answer = await dispatcher(config.baseURL ?? '').request({
      path: requestPath(config),
      method: (config.method ?? 'get').toUpperCase(),
      ...{ headers, body, signal: ending.signal },
    });
    const data = await responseData(answer.body, answer.headers, config);
    isStreaming = config.responseType === 'stream';
    if (isStreaming) answer.body.once('close', early.stop);
    return settled({
      ...{ data, config, request: undefined },
      status: answer.statusCode,
      statusText: answer.statusText,
      headers: new axios.AxiosHeaders(answer.headers as Record<string, string>),
    });
  } catch (error) {
    throw asAxiosError(ending.signal.aborted ? ending.signal.reason : error, config);
  } finally {
    early.stopTimer();
    if (!isStreaming) early.stop();
  }
}

interface EarlyEnd {
  readonly stopTimer: () => void;
  /** A stream can be cancelled until its end. */
  readonly stop: () => void;
}

/** The caller's signal, its older sibling the cancel token, and the time-out all end the request. */
function endingEarly(config: InternalAxiosRequestConfig, ending: AbortController, clock: Clock): EarlyEnd {
  const { signal, cancelToken, timeout = 0 } = config;
  const cancel = (): void => {
    ending.abort(new axios.CanceledError(undefined, config));
  };
  const expire = (): void => {
    ending.abort(timedOut(config));
  };
  const stopTimer = timeout > 0 ? clock.after(timeout, expire, { keepAlive: true }) : () => undefined;
  if (signal?.aborted === true) cancel();
  signal?.addEventListener?.('abort', cancel);
  const token = cancelToken as
    { subscribe?(listener: () => void): void; unsubscribe?(listener: () => void): void } | undefined;
  token?.subscribe?.(cancel);
  const stop = (): void => {
    signal?.removeEventListener?.('abort', cancel);
    token?.unsubscribe?.(cancel);
  };
  return { stopTimer, stop };
}

function timedOut(config: InternalAxiosRequestConfig): AxiosError {
  const code = config.transitional?.clarifyTimeoutError === true ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED;
  return new AxiosError(config.timeoutErrorMessage ?? `timeout of ${config.timeout ?? 0}ms exceeded`, code, config);
}

/** As axios decides whether an answer is an error. */
function settled(response: AxiosResponse): AxiosResponse {
  const { status, config } = response;
  const { validateStatus } = config;
  if (validateStatus === null || validateStatus === undefined || validateStatus(status)) return response;
  const code = status >= 500 ? AxiosError.ERR_BAD_RESPONSE : AxiosError.ERR_BAD_REQUEST;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, undefined, response);
}

/** undici's codes in the words that users of axios know. */
const codes: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_INVALID_ARG: AxiosError.ERR_BAD_OPTION_VALUE,
  UND_ERR_DESTROYED: AxiosError.ECONNABORTED,
  UND_ERR_CLOSED: AxiosError.ECONNABORTED,
};

function asAxiosError(error: unknown, config: InternalAxiosRequestConfig): unknown {
  if (error instanceof AxiosError || axios.isCancel(error)) return error;
  const { code, message } = z
    .object({ code: z.string().optional(), message: z.string() })
    .catch({ message: '' })
    .parse(error);
  const known = code === undefined ? undefined : (codes[code] ?? code);
  const failure = new AxiosError(message === '' ? (known ?? 'the request failed') : message, known, config);
  failure.cause = error as Error;
  return failure;
}
