import { listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { Mailbox } from './mailbox.js';
import { mailboxApplication } from './mailbox-application.js';
import { listenForMail } from './smtp.js';

/** Starts the demo's mail server: SMTP on port `smtp`, the mailbox over HTTP on port `default`. */
export const startMailServer: StartServer = async ({ registration, clock, log }) => {
  const mailbox = new Mailbox();
  const smtp = await listenForMail(addressOf(registration(), 'smtp'), {
    mailbox,
    utcTime: () => clock.wallClock(),
    log,
  });
  const { port, host } = addressOf(registration(), 'default');
  const http = await listen(mailboxApplication(mailbox, log), port, host);
  return {
    whenIdle: () => Promise.resolve(),
    close: async () => {
      await Promise.all([smtp.close(), http.close()]);
    },
  };
};
