import type { Registration } from '@eservices-lb/mock-scs/lca';
import { addressOf, connectionTo } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { databaseUrl } from '../database/database-address.js';
import { DatabaseGateway } from './database-gateway.js';

const usualPort = 5432;

/** Starts a DB Server that leads to the database of another one. */
export const startDatabaseGateway: StartServer = async ({ registration, reportAbility, clock, log }) => {
  let target = databaseBehind(registration());
  const gateway = new DatabaseGateway({
    ...{ clock, log, listen: addressOf(registration(), 'default'), database: () => target, onChange: reportAbility },
  });
  await gateway.start();
  return {
    whenIdle: () => Promise.resolve(),
    configurationChanged() {
      const changed = databaseBehind(registration());
      if (changed.host === target.host && changed.port === target.port) return;
      target = changed;
      gateway.disconnectAll();
    },
    shownWork: () => ({
      ...{ kind: 'db-server', database: { ...target, isConnected: gateway.isThere }, clients: gateway.clients },
    }),
    close: () => gateway.close(),
  };
};

/** Where the database is: DATABASE_URL says so, else the DB Server among the Connections. */
function databaseBehind(registration: Registration): { readonly host: string; readonly port: number } {
  const url = databaseUrl();
  if (url === undefined) {
    const { host, port } = connectionTo('DBServer', registration);
    return { host, port };
  }
  const { hostname, port } = new URL(url);
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? usualPort : Number(port) };
}
