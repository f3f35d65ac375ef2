import axios, { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import type { Clock } from '../time/clock.js';

export interface EarlyEnd {
  readonly stopTimer: () => void;
  /** Nobody can cancel the request any more. */
  readonly stopListening: () => void;
}

const nothing = (): void => undefined;

/** The caller's signal, its older sibling the cancel token, and the time-out all end the request; `end` hears the reason. */
export function endingEarly(config: InternalAxiosRequestConfig, end: (reason: Error) => void, clock: Clock): EarlyEnd {
  const { timeout = 0 } = config;
  const expire = (): void => {
    end(timedOut(config));
  };
  return {
    stopTimer: timeout > 0 ? clock.after(timeout, expire, { keepAlive: true }) : nothing,
    stopListening: config.signal || config.cancelToken ? listening(config, end) : nothing,
  };
}

interface CancelToken {
  subscribe?(listener: () => void): void;
  unsubscribe?(listener: () => void): void;
}

function listening(config: InternalAxiosRequestConfig, end: (reason: Error) => void): () => void {
  const { signal } = config;
  const token = config.cancelToken as CancelToken | undefined;
  const cancel = (): void => {
    end(new axios.CanceledError(undefined, config));
  };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener?.('abort', cancel);
  token?.subscribe?.(cancel);
  return () => {
    signal?.removeEventListener?.('abort', cancel);
    token?.unsubscribe?.(cancel);
  };
}

function timedOut(config: InternalAxiosRequestConfig): AxiosError {
  const code = config.transitional?.clarifyTimeoutError === true ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED;
  return new AxiosError(config.timeoutErrorMessage ?? `timeout of ${config.timeout ?? 0}ms exceeded`, code, config);
}
