import axios, { AxiosError } from 'axios';
import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { SelectionRequest } from '../core/model/selection-request.js';
import { Exchange } from './exchange/exchange.js';
import type { ExchangeParts } from './exchange/exchange.js';
import { lean } from './lean-axios.js';

const timeoutMs = 10_000;

/** An axios instance whose requests go to instances of one kind of server; see `LoadBalancer.http`. */
export function httpClient(request: SelectionRequest, parts: ExchangeParts): AxiosInstance {
  const adapter = async (config: InternalAxiosRequestConfig): Promise<AxiosResponse> =>
    settled(await new Exchange(request, config, parts).run());
  return lean(axios.create({ adapter, timeout: timeoutMs, maxRedirects: 0 }));
}

/** An answer that `validateStatus` does not take is an error, as with every axios adapter. */
function settled(response: AxiosResponse): AxiosResponse {
  const { status, config } = response;
  if (typeof config.validateStatus !== 'function' || config.validateStatus(status)) return response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, response.request, response);
}
