import type { SecureContextOptions } from 'node:tls';

/** How secured instances are trusted (https); what is not given is as Node has it. */
export interface TlsOptions extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'minVersion'> {
  /** The name that certificates must carry, where it is not the host of the endpoint. */
  readonly servername?: string;
  /** `false` trusts every certificate; for tests only. @defaultValue true */
  readonly rejectUnauthorized?: boolean;
}

export interface ConnectionOptions {
  readonly tls: TlsOptions;
  /** A connection, its TLS handshake included, that takes longer is given up, ms. */
  readonly connectTimeoutMs: number;
}
