import type { InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';
import type { Service } from '../../core/model/service.js';
import type { Connector } from '../connections/connector.js';
import type { InstancePools } from '../connections/instance-pools.js';
import { requestBody } from './request-body.js';
import { requestHeaders } from './request-headers.js';
import { requestTarget } from './request-target.js';
import type { PreparedRequest, Transport } from './transport.js';
import { UndiciAttempt } from './undici-attempt.js';

export interface UndiciTransportParts {
  readonly pools: InstancePools;
  readonly connector: Connector;
}

/** Carries axios requests over undici's pools. */
export function undiciTransport({ pools, connector }: UndiciTransportParts): Transport {
  return {
    prepare(config): PreparedRequest {
      const path = requestTarget(config);
      const { body, isReplayable } = requestBody(config);
      const options: Dispatcher.DispatchOptions = {
        path,
        method: methodOf(config),
        headers: requestHeaders(config),
        body: body ?? null,
        // The exchange has a time limit of its own, which counts all attempts.
        headersTimeout: 0,
        bodyTimeout: 0,
      };
      return {
        isReplayable,
        attempt(service: Service) {
          const attempt = new UndiciAttempt({ config, options, connector });
          pools.poolOf(service).dispatch(options, attempt);
          return attempt;
        },
      };
    },
  };
}

const methodOf = ({ method = 'get' }: InternalAxiosRequestConfig): string => method.toUpperCase();
