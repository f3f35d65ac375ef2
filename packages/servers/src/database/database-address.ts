import type { ConnectedApplication, Registration } from '@eservices-lb/mock-scs/lca';
import type { PoolConfig } from 'pg';
import { connectionTo } from '../application-server/address-of.js';

/** Where a database is, and as whom to speak to it. */
export type DatabaseAddress = Pick<PoolConfig, 'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database'>;

/** DATABASE_URL, else the DB Server among the Connections, else the Database Access Point there. */
export function addressOfDatabase(registration: Registration): DatabaseAddress {
  const url = databaseUrl();
  if (url !== undefined) return { connectionString: url };
  const accessPoint = registration.connections.find(({ type }) => type === 'DatabaseAccessPoint');
  const hasDbServer = registration.connections.some(({ type }) => type === 'DBServer');
  return addressThrough(
    accessPoint !== undefined && !hasDbServer ? accessPoint : connectionTo('DBServer', registration),
  );
}

/**
 * The database behind a DB Server or a Database Access Point. Who we are there, section `database` of the Database Access Point says (`name`, `user`,
 * `password`), else DATABASE_URL, whose host and port are those of the database server behind the DB Servers.
 */
export function addressThrough({ host, port, databaseOptions = {} }: ConnectedApplication): DatabaseAddress {
  const url = databaseUrl();
  if (url !== undefined) {
    const through = new URL(url);
    through.hostname = host.includes(':') ? `[${host}]` : host;
    through.port = String(port);
    const { name, user, password } = databaseOptions;
    if (name !== undefined) through.pathname = `/${encodeURIComponent(name)}`;
    if (user !== undefined) [through.username, through.password] = [user, password ?? ''];
    return { connectionString: through.href };
  }
  const { name = 'postgres', user = 'postgres', password } = databaseOptions;
  return { host, port, user, database: name, ...(password !== undefined && { password }) };
}

/** Names a PostgreSQL that every server of the estate is to use. */
export function databaseUrl(): string | undefined {
  const url = process.env.DATABASE_URL;
  return url === undefined || url === '' ? undefined : url;
}
