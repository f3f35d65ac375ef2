import { createHash, timingSafeEqual } from 'node:crypto';
import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { usualPassword } from '../sms-server/sms-server-settings.js';
import { controlApplication } from './control-application.js';
import { MessageCenter } from './message-center.js';
import { listenForServers } from './listen-for-servers.js';

/**
 * Starts the simulator of an SMS Center: SMPP 3.4 on port `smpp`, which SMS Servers bind to, and HTTP on port `default`, by which telephones are
 * played. Option `password` of section `smpp` says what SMS Servers must know, `key-file` and `certificate-file` make it secure.
 */
export const startSmsCenter: StartServer = async ({ registration, clock, log }) => {
  const { smpp = {} } = registration().application.options;
  const password = smpp.password ?? usualPassword(environmentVariable('ESERVICES_SERVICE_SECRET'));
  const center = new MessageCenter({ clock });
  const servers = await listenForServers(addressOf(registration(), 'smpp'), {
    ...{ center, clock, log, isPassword: isSame(password) },
    ...(smpp['key-file'] !== undefined && { keyFile: smpp['key-file'] }),
    ...(smpp['certificate-file'] !== undefined && { certificateFile: smpp['certificate-file'] }),
  });
  const { port, host } = addressOf(registration(), 'default');
  const http = await listen(controlApplication(center, log), port, host);
  return {
    whenIdle: () => Promise.resolve(),
    shownWork: () => ({ kind: 'sms-center', ...center.counts() }),
    async close() {
      center.close();
      await Promise.all([servers.close(), http.close()]);
    },
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (expected: string) => {
  const expectedDigest = digest(expected);
  return (given: string): boolean => timingSafeEqual(digest(given), expectedDigest);
};
