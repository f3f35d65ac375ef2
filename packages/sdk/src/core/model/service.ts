/** Where an application listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** `http://host:port`, or https where the port is secured; no trailing slash. */
  readonly url: string;
}

/** An instance chosen for a request. */
export interface Service extends Endpoint {
  /** Opaque, 32 characters, safe in a URL; give this to the browser. */
  readonly alias: string;
  /** The name of the application that the alias denotes: the primary, of a pair. */
  readonly application: string;
  readonly dbid: number;
  readonly member: 'primary' | 'backup';
}

/** How it stands with the instance behind an alias. */
export type AliasState = 'live' | 'starting' | 'draining' | 'suspect';

export interface ResolvedService extends Service {
  readonly state: AliasState;
  /** The control server is silent: this is what was last known. */
  readonly stale: boolean;
}
