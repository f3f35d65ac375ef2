import type { ServerType } from '../../wire/server-type.js';

/** Which kind of server is wanted, and for whom (MT-1: there is no default tenant). */
export interface SelectionRequest {
  readonly tenant: string;
  readonly type: ServerType;
  /** Only what this Application Cluster reaches. */
  readonly cluster?: string;
  /** Only what is connected with this value of the connection parameter `service`; tells Third Party Servers apart (IXN-6). */
  readonly service?: string;
  /** Names of instances not to pick, because they were just tried in vain, say. */
  readonly exclude?: readonly string[];
  /** Affinity: with `rendezvous`, requests of the same key go to the same instance, on every web node. */
  readonly key?: string;
}
