import type { ConfigurationIndex, PlacedApplication, Reach } from './configuration-index.js';

export interface ReachedDatabase {
  readonly database: string;
  /** The connection to the Database Access Point that leads there. */
  readonly reach: Reach;
}

/** The databases that an application reaches through Database Access Points, in the order of its Connections. */
export function databasesOf(application: PlacedApplication, index: ConfigurationIndex): readonly ReachedDatabase[] {
  return index.reachOf(index.configuredBy(application)).flatMap((reach) => {
    const { type, database } = reach.to.object;
    return type === 'DatabaseAccessPoint' && database !== undefined ? [{ database, reach }] : [];
  });
}
