import type { Configuration } from '@eservices-lb/mock-scs';
import type { DirectorySource, LoadBalancerOptions } from '@eservices-lb/sdk';
import type { SimulatedEstate } from './simulated-estate.js';

/** What an estate is made of. */
export interface EstatePlan {
  /** Of the pair of control servers, how many there are. @defaultValue 1 */
  readonly controlServers?: 1 | 2;
  /** @defaultValue 2 */
  readonly webNodes?: number;
  readonly configuration?: Configuration;
  /** Of every load balancer. */
  readonly options?: Partial<LoadBalancerOptions>;
  readonly sourceOf?: (live: DirectorySource, estate: SimulatedEstate) => DirectorySource;
  /** What the fingerprints of the web nodes must be in the end. @defaultValue that of the control server that serves */
  readonly expectedFingerprint?: (estate: SimulatedEstate) => string;
  /** How often a web node does something, on average, ms. @defaultValue 250 */
  readonly actEveryMs?: number;
}
