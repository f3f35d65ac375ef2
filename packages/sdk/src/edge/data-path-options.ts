import { InvalidOptionError } from '../errors/invalid-option-error.js';
import type { ConnectionOptions, TlsOptions } from './connections/connection-options.js';

/** The options of `createLoadBalancer` that concern `http` and `dispatcher`. */
export interface DataPathInput {
  /**
   * What carries the requests of `http`: `undici`, which costs a fraction, or `node`, axios's own adapter over node:http, for those who bring
   * agents or intercept it (nock). A request that asks for an agent, a proxy, a lookup or progress is carried by axios's own in either case.
   * @defaultValue `undici`
   */
  readonly transport?: 'undici' | 'node';
  /** How secured ports are trusted: `ca`, `cert`, `key` … as for `tls.connect`. @defaultValue as Node does */
  readonly tls?: TlsOptions;
  /** How many instances a request of `http` or `dispatcher` may be tried at, the first included. @defaultValue 3 */
  readonly maxAttempts?: number;
  /** A connection to an instance, its TLS handshake included, that takes longer is given up, ms. @defaultValue 3,000 */
  readonly connectTimeoutMs?: number;
  /** No new request goes over a connection older than this, so that changed addresses are noticed, ms. @defaultValue 300,000 */
  readonly maxSocketAgeMs?: number;
}

/** The options of the data path, complete and checked. */
export interface DataPathOptions extends ConnectionOptions {
  readonly transport: 'undici' | 'node';
  readonly maxAttempts: number;
  readonly maxSocketAgeMs: number;
}

/** @throws InvalidOptionError */
export function resolveDataPathOptions(input: DataPathInput): DataPathOptions {
  const { transport = 'undici', tls = {}, maxAttempts = 3, connectTimeoutMs = 3_000, maxSocketAgeMs = 300_000 } = input;
  check(['undici', 'node'].includes(transport), 'transport', '"undici" or "node"', transport);
  check(typeof tls === 'object' && (tls as unknown) !== null, 'tls', 'an object such as { ca }', '(hidden)');
  check(Number.isInteger(maxAttempts) && maxAttempts > 0, 'maxAttempts', 'a positive integer', maxAttempts);
  checkMs('connectTimeoutMs', connectTimeoutMs);
  checkMs('maxSocketAgeMs', maxSocketAgeMs);
  return Object.freeze({ transport, tls, maxAttempts, connectTimeoutMs, maxSocketAgeMs });
}

function check(holds: boolean, option: string, expected: string, received: unknown): void {
  if (!holds) throw new InvalidOptionError(option, expected, received);
}

function checkMs(option: string, value: unknown): void {
  const holds = typeof value === 'number' && value > 0 && value <= 2 ** 31 - 1;
  check(holds, option, 'a positive number of ms up to 2,147,483,647', value);
}
