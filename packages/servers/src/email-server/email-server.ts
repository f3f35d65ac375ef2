import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import { Pool } from 'pg';
import type { PoolConfig } from 'pg';
import { addressOf, connectionTo } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { DatabaseWatch } from './database-watch.js';
import { emailRoutes } from './email-routes.js';
import { createEmailSchema } from './email-schema.js';
import { EmailStore } from './email-store.js';
import { mailSender } from './mail-sender.js';
import { Outbox } from './outbox.js';

const databaseLimitMs = 5_000;
const mostConnections = 4;

/** Starts an E-mail Server on its port `default`, with the database and the mail server among its Connections. */
export const startEmailServer: StartServer = async ({ registration, clock, log, isAccepting, ...reports }) => {
  const { reportAbility, reportWork, isBackup } = reports;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const pool = new Pool(databaseOf(registration()));
  const watch = new DatabaseWatch(pool, clock, (isThere) => {
    reportAbility(isThere);
    log.info({ isThere }, 'database');
  });
  pool.on('error', (error) => {
    log.warn(error, 'a connection to the database was lost');
    watch.lost();
  });
  await createEmailSchema(pool, clock, (error) => {
    log.info({ reason: error instanceof Error ? error.message : error }, 'waiting for the database');
  });

  const sender = mailSender(mailServerOf(registration()));
  const outbox = new Outbox({ pool, send: sender.send, clock, log });
  let received = 0;
  const routes = emailRoutes({
    store: new EmailStore(pool),
    tenants: () => registration().application.tenants,
    isAccepting,
    onReceived: () => {
      reportWork({ sessions: ++received });
    },
    onOutgoing: () => {
      outbox.sweep();
    },
    onDatabaseLost: (error) => {
      log.warn(error, 'the database does not answer');
      watch.lost();
    },
  });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  outbox.sweep();
  reportWork({ sessions: 0 });
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await listening.close();
      watch.close();
      await outbox.close();
      sender.close();
      await pool.end();
    },
  };
};

/** DATABASE_URL, else the DB Server that the application is connected to. */
function databaseOf(registration: Registration): PoolConfig {
  const limits = { max: mostConnections, connectionTimeoutMillis: databaseLimitMs, query_timeout: databaseLimitMs };
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== '') return { connectionString: url, ...limits };
  const { host, port } = connectionTo('DBServer', registration);
  return { host, port, user: 'postgres', database: 'postgres', ...limits };
}

function mailServerOf(registration: Registration): { host: string; port: number; secure: boolean; from: string } {
  const { host, port, secure } = connectionTo('ThirdPartyServer', registration);
  const from = registration.application.options.email?.['from-address'] ?? 'Customer service <service@example.test>';
  return { host, port, secure, from };
}
