import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import axios, { AxiosError } from 'axios';
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Service } from '../../core/model/service.js';
import type { TlsOptions } from '../connections/connection-options.js';
import { prefixOf, requestTarget } from './request-target.js';
import type { Attempt, PreparedRequest, Transport } from './transport.js';

export interface NodeTransportParts {
  readonly lookup: LookupFunction;
  readonly tls: TlsOptions;
}

/** Carries requests over axios's own adapter: over node:http, with whatever agent, proxy or interception the caller has. */
export class NodeTransport implements Transport {
  readonly #send: AxiosAdapter = axios.getAdapter('http');
  readonly #httpAgent: Agent;
  readonly #httpsAgent: SecureAgent;

  constructor({ lookup, tls }: NodeTransportParts) {
    this.#httpAgent = new Agent({ keepAlive: true, lookup });
    this.#httpsAgent = new SecureAgent({ keepAlive: true, lookup, ...tls });
  }

  prepare(config: InternalAxiosRequestConfig): PreparedRequest {
    requestTarget(config); // Refuses an absolute URL.
    const prefix = prefixOf(config);
    const agents = { httpAgent: this.#httpAgent, httpsAgent: this.#httpsAgent };
    const own: InternalAxiosRequestConfig = {
      ...{ proxy: false, ...agents, ...config },
      ...{ maxRedirects: 0, allowAbsoluteUrls: false, timeout: 0, validateStatus: null },
    };
    delete own.socketPath;
    delete own.cancelToken;
    return {
      isReplayable: !isStream(config.data),
      attempt: ({ url }: Service) => new NodeAttempt(this.#send, { ...own, baseURL: url + prefix }, config),
    };
  }

  /** Ends every connection at once. */
  close(): void {
    this.#httpAgent.destroy();
    this.#httpsAgent.destroy();
  }
}

const neverConnected: ReadonlySet<string | undefined> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
]);

class NodeAttempt implements Attempt {
  readonly response: Promise<AxiosResponse>;
  request: unknown;
  isUnsent = false;
  /** axios's own adapter does not tell when an answer begins. */
  readonly isAnswering = false;
  readonly #closing = new AbortController();
  #abortedFor: Error | undefined;

  constructor(send: AxiosAdapter, own: InternalAxiosRequestConfig, config: InternalAxiosRequestConfig) {
    own.signal = this.#closing.signal;
    this.response = send(own).then(
      (response) => {
        response.config = config;
        return response;
      },
      (error: unknown) => {
        if (error instanceof AxiosError) this.request = error.request;
        if (this.#abortedFor !== undefined) throw this.#abortedFor;
        if (!(error instanceof AxiosError)) throw error;
        error.config = config;
        this.isUnsent = neverConnected.has(error.code) && !isStream(config.data);
        throw error;
      },
    );
  }

  wasReused(error: unknown): boolean {
    if (!(error instanceof AxiosError) || error.code !== 'ECONNRESET') return false;
    return (error.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;
  }

  abort(reason: Error): void {
    this.#abortedFor ??= reason;
    this.#closing.abort();
  }
}

const isStream = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'pipe' in data && typeof data.pipe === 'function';
