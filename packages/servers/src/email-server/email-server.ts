import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { createSchema } from '../database/create-schema.js';
import { connectToDatabase } from '../database/connect-to-database.js';
import { largestAttachments } from './email-request.js';
import { emailRoutes } from './email-routes.js';
import { emailSchema } from './email-schema.js';
import { EmailStore } from './email-store.js';
import { mailSender } from './mail-sender.js';
import { Outbox } from './outbox.js';
import { smtpServerOf } from './smtp-server.js';

/** Files come in base64, which makes them longer by a third. */
const longestBody = Math.ceil((largestAttachments * 4) / 3) + 1024 * 1024;

/** Starts an E-mail Server on its port `default`, with the database and the mail server among its Connections. */
export const startEmailServer: StartServer = async ({ registration, clock, log, isAccepting, ...reports }) => {
  const { reportAbility, reportWork, isBackup } = reports;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const database = connectToDatabase(registration(), { clock, log, onChange: reportAbility });
  const { pool } = database;
  await createSchema(pool, {
    statements: emailSchema,
    clock,
    onWait: (error) => {
      log.info({ reason: error instanceof Error ? error.message : error }, 'waiting for the database');
    },
  });

  const sender = mailSender(smtpServerOf(registration()), { from: fromAddressOf(registration()) });
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
      database.lost(error);
    },
  });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, longestBody, log }), port, host);
  outbox.sweep();
  reportWork({ sessions: 0 });
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await listening.close();
      await outbox.close();
      sender.close();
      await database.close();
    },
  };
};

const fromAddressOf = ({ application }: Registration): string =>
  application.options.email?.['from-address'] ?? 'Customer service <service@example.test>';
