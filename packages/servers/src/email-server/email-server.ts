import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { CountedOperations } from '../external-service/counted-operations.js';
import { externalServiceRoutes } from '../external-service/external-service-routes.js';
import { autoresponse } from './autoresponse.js';
import { largestAttachments } from './email-request.js';
import { emailRoutes } from './email-routes.js';
import { emailSchema } from './email-schema.js';
import { EmailStore } from './email-store.js';
import { startIncomingMail } from './incoming/start-incoming-mail.js';
import { mailSender } from './mail-sender.js';
import { Outbox } from './outbox.js';
import { smtpServerOf } from './smtp-server.js';

/** Files come in base64, which makes them longer by a third. */
const longestBody = Math.ceil((largestAttachments * 4) / 3) + 1024 * 1024;

/**
 * Starts an E-mail Server on its port `default`, with the database and the mail server among its Connections. It has a dual role (IXN-5): as
 * an ESP server it answers e-mails for strategies, as a media server it takes mail over SMTP and submits it to Interaction Server.
 */
export const startEmailServer: StartServer = async (surroundings) => {
  const { registration, clock, log, isAccepting, isBackup, reportAbility, reportWork } = surroundings;
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: emailSchema, clock, log },
    onChange: reportAbility,
  });
  const { pool } = database;
  const sender = mailSender(smtpServerOf(registration()), { from: fromAddressOf(registration()) });
  const outbox = new Outbox({ pool, send: sender.send, clock, log });
  const store = new EmailStore(pool);
  const tenants = (): readonly string[] => registration().application.tenants;
  const onOutgoing = (): void => {
    outbox.sweep();
  };
  let received = 0;
  const onReceived = (): void => {
    reportWork({ sessions: ++received });
  };
  const onDatabaseLost = (error: unknown): void => {
    database.lost(error);
  };
  const counted = new CountedOperations({ autoresponse: autoresponse({ pool, askDatabase, onOutgoing }) });
  const routes = emailRoutes({ store, tenants, isAccepting, onReceived, onOutgoing, onDatabaseLost });
  routes.use(externalServiceRoutes({ operations: counted.operations, tenants, isAccepting }));
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, longestBody, log }), port, host);
  const incoming = await startIncomingMail(surroundings, {
    ...{ database, store },
    onStored: (isNew) => {
      if (isNew) onReceived();
      onOutgoing();
    },
  });
  outbox.sweep();
  reportWork({ sessions: 0 });
  return {
    whenIdle: () => counted.whenIdle(),
    shownWork: () => ({ kind: 'external-service', ...counted.shown(), received }),
    async close() {
      await Promise.all([incoming.close(), listening.close(), outbox.close()]);
      sender.close();
      await database.close();
    },
  };
};

const fromAddressOf = ({ application }: Registration): string =>
  application.options.email?.['from-address'] ?? 'Customer service <service@example.test>';
