import { randomBytes } from 'node:crypto';
import { createLoadBalancer } from '../create-load-balancer.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import { messageOf } from '../errors/message-of.js';
import type { LoadBalancer } from '../load-balancer.js';
import { ImpossibleCommandError } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** Which control server is asked. */
export interface ServerOptions {
  readonly scs: readonly string[];
  readonly token?: string;
}

/** Whose view of the estate it is, and what is asked for. */
export interface RequestOptions extends ServerOptions {
  readonly application: string;
  readonly tenant: string;
  readonly type: string;
  readonly cluster?: string;
  readonly service?: string;
  /** Seconds to wait for the first view. */
  readonly timeout: number;
  readonly json?: boolean;
}

export const requestOf = ({ tenant, type, cluster, service }: RequestOptions): SelectionRequest => ({
  ...{ tenant, type },
  ...(cluster !== undefined && { cluster }),
  ...(service !== undefined && { service }),
});

/**
 * Does something with a load balancer that sees the estate as the named application does.
 * @throws ImpossibleCommandError where the control server tells nothing in time, or has no such application
 */
export async function withLoadBalancer<T>(
  { scs, token, application, timeout }: RequestOptions,
  terminal: Terminal,
  use: (loadBalancer: LoadBalancer) => T,
): Promise<T> {
  const loadBalancer = createLoadBalancer({
    ...{ scs, application, ...(token !== undefined && { token }) },
    aliasKeys: [randomBytes(32).toString('base64')],
    onWarning: (warning) => {
      terminal.complain(`${terminal.paint('yellow', 'warning')}: ${warning}`);
    },
  });
  try {
    await loadBalancer.ready({ timeoutMs: timeout * 1000 }).catch((error: unknown) => {
      throw new ImpossibleCommandError(messageOf(error), { cause: error });
    });
    if (loadBalancer.configuration.application(application) === undefined) {
      throw new ImpossibleCommandError(`The configuration has no application "${application}".`);
    }
    return use(loadBalancer);
  } finally {
    await loadBalancer.close();
  }
}
