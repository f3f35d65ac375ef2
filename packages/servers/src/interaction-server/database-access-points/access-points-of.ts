import type { Registration } from '@eservices-lb/mock-scs/lca';
import { connectionTo } from '../../application-server/address-of.js';
import { addressOfDatabase, addressThrough, databaseUrl } from '../../database/database-address.js';
import type { DatabaseAddress } from '../../database/database-address.js';

/** A way to the database, as the configuration says. */
export interface ConfiguredAccessPoint {
  /** The name of the Database Access Point, or of the DB Server where there is none. */
  readonly application: string;
  /** The name of the database; `''` where nobody named one. */
  readonly database: string;
  readonly address: DatabaseAddress;
}

/**
 * The Database Access Points among the Connections, in their order (IXN-8). Where there are none, the DB Server there, or DATABASE_URL, is the one way.
 * @throws Error that says which connection to add
 */
export function accessPointsOf(registration: Registration): readonly ConfiguredAccessPoint[] {
  const accessPoints = registration.connections.filter(({ type }) => type === 'DatabaseAccessPoint');
  if (accessPoints.length === 0) {
    const application =
      databaseUrl() === undefined ? connectionTo('DBServer', registration).application : 'DATABASE_URL';
    return [{ application, database: '', address: addressOfDatabase(registration) }];
  }
  return accessPoints.map((accessPoint) => ({
    ...{ application: accessPoint.application, database: accessPoint.database ?? '' },
    address: addressThrough(accessPoint),
  }));
}
