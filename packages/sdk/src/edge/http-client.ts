import axios, { AxiosError } from 'axios';
import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { FailureMemory, Outcome } from '../core/failure-memory.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import type { Service } from '../core/model/service.js';
import { LoadBalancerError } from '../errors/load-balancer-error.js';

export interface HttpClientParts {
  readonly select: (request: SelectionRequest) => Service;
  readonly resolve: (alias: string, request: { readonly tenant: string }) => Service;
  readonly failureMemory: FailureMemory;
}

const timeoutMs = 10_000;

/**
 * An axios instance for one kind of server. A request without `alias` goes to a picked instance, and to another where the connection could
 * not be made, or was lost and the method is idempotent; never to the same one twice. A request with `alias` goes to that instance only.
 */
export function httpClient(request: SelectionRequest, parts: HttpClientParts): AxiosInstance {
  const send = axios.getAdapter('http');
  const adapter: AxiosAdapter = async (config) => {
    const { alias } = config;
    if (alias !== undefined) return attempt(parts.resolve(alias, request), config, { send, ...parts });

    const tried: string[] = [...(request.exclude ?? [])];
    let failure: unknown;
    for (;;) {
      const service = selectAnother(request, tried, { select: parts.select, failure });
      try {
        return await attempt(service, config, { send, ...parts });
      } catch (error) {
        if (!isSafeElsewhere(error, config)) throw error;
        failure = error;
        tried.push(service.application);
      }
    }
  };
  return axios.create({ adapter, timeout: timeoutMs, maxRedirects: 0, allowAbsoluteUrls: false });
}

/** When nobody is left to try, the caller hears of the failure, not of the lack of others. */
function selectAnother(
  request: SelectionRequest,
  exclude: readonly string[],
  { select, failure }: { readonly select: HttpClientParts['select']; readonly failure: unknown },
): Service {
  try {
    return select(exclude.length === 0 ? request : { ...request, exclude });
  } catch (error) {
    throw failure !== undefined && error instanceof LoadBalancerError ? failure : error;
  }
}

async function attempt(
  service: Service,
  config: InternalAxiosRequestConfig,
  { send, failureMemory }: { readonly send: AxiosAdapter; readonly failureMemory: FailureMemory },
): Promise<AxiosResponse> {
  const end = failureMemory.begin(service.dbid);
  try {
    const response = await send({ ...config, baseURL: service.url, alias: service.alias });
    end(outcomeOf(response.status));
    return response;
  } catch (error) {
    end(
      axios.isCancel(error) ? 'success' : outcomeOf(error instanceof AxiosError ? error.response?.status : undefined),
    );
    throw error;
  }
}

function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined || status >= 500) return 'failure';
  return status >= 400 ? 'refused' : 'success';
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const idempotentMethods = new Set(['get', 'head', 'options', 'put', 'delete']);

/** The request may be made again at another instance: it cannot have been carried out, or may be carried out twice. */
function isSafeElsewhere(error: unknown, { method, data, signal }: InternalAxiosRequestConfig): boolean {
  if (!(error instanceof AxiosError) || error.response !== undefined || axios.isCancel(error)) return false;
  if (signal?.aborted === true || isStream(data)) return false;
  return neverConnected.has(error.code ?? '') || idempotentMethods.has((method ?? 'get').toLowerCase());
}

/** A stream that was begun cannot be sent again. */
const isStream = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'pipe' in data && typeof data.pipe === 'function';
